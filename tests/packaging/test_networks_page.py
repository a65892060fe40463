"""`docs/networks.md` is what the bundled files say, and the README names networks that there are."""

import re
from pathlib import Path

import pytest

import resnet_dsl as rd
from resnet_dsl.pipeline.catalogue import find_names, read_entries
from resnet_dsl.pipeline.docstring import Docstring
from resnet_dsl.pipeline.networks_page import networks_page
from resnet_dsl.source.bundled import bundled_files

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "networks.md"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_page_is_fresh() -> None:
    made = networks_page(read_entries(find_names()), {path.stem for path in (PAGE.parent / "pictures").glob("*.svg")})
    assert PAGE.read_text(encoding="utf-8") == made, "run `make docs`"


def test_each_network_has_one_row_and_links_to_its_file() -> None:
    rows = dict(re.findall(r"^\| \[`(\w+)`\]\((\S+)\) \|", PAGE.read_text(encoding="utf-8"), re.M))
    assert set(rows) == set(bundled_files())
    for name, link in rows.items():
        assert (PAGE.parent / link).resolve() == bundled_files()[name].resolve()


def test_the_contents_link_to_chapters() -> None:
    text = PAGE.read_text(encoding="utf-8")
    headings = {line.lower().replace(" ", "-") for line in re.findall(r"^## (.*)$", text, re.M)}
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) == headings


def test_a_files_docstring_is_told_once() -> None:
    text = networks_page(read_entries(["resnet20", "resnet32", "resnet164"]))
    assert text.count("counts parameters with those of the normalisation") == 1
    assert "Parameters: `classes = 10`, `zero_init = false`." in text
    assert "- `resnet32` (`n = 5`, `shortcut = A`): ResNet-32 for CIFAR-10 — He" in text
    assert "- `resnet164` (`n = 18`, `shortcut = B`): ResNet-164 for CIFAR-10 — He" in text


def test_what_runs_in_training_only_is_told_apart() -> None:
    assert "| 13,004,888; 6,624,904 | 1.498 G | 1,498,376,192 | 22 | 2015 |" in networks_page(
        read_entries(["googlenet"])
    )


def test_a_docstring_in_its_parts() -> None:
    made = Docstring.read("A net — Who 1899 and 20156, Who 2016b, Table 1.\n\nOne\n  line.\n\nTwo.\n")
    assert made == Docstring("A net", "Who 1899 and 20156, Who 2016b, Table 1.", ("One line.", "Two."))
    assert made.year == 2016
    assert Docstring.read("Just a net.") == Docstring("Just a net.", "", ())
    assert Docstring.read("").year is None


def test_the_readme_names_networks_that_there_are() -> None:
    section = README[README.index("## The networks it ships") : README.index("## Limits")]
    rows = re.findall(r"^\| [^|]*\| ([^|]*) \|", section, re.M)[2:]
    named = [name for cells in rows for name in re.findall(r"`(\w+)`", cells)]
    assert len(named) > 20
    assert set(named) <= set(bundled_files())


@pytest.mark.parametrize("name", ["resnet50", "googlenet"])
def test_an_entry_has_the_figures_of_the_summary(name: str) -> None:
    (entry,) = read_entries([name])
    summary = rd.summary(name).to_data()
    assert {key: summary[key] for key in entry.to_data().keys() & summary.keys() - {"source"}} == {
        key: value for key, value in entry.to_data().items() if key in summary and key != "source"
    }
