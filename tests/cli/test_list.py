"""`resnet-dsl list`: the table by family, what fits into a terminal, the names that are asked for, JSON."""

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import resnet_dsl as rd
from resnet_dsl.analysis.table import Table
from resnet_dsl.cli.commands.list import COLUMNS
from resnet_dsl.cli.terminal import follow, show_table
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.pipeline import catalogue
from resnet_dsl.pipeline.catalogue import FAMILIES, find_names, plain
from resnet_dsl.source.bundled import bundled, bundled_files

Run = Callable[..., Result]
LONG = "He, Zhang, Ren, Sun 2016b, Section 3.2: each pair of 3x3 of ResNet-110 becomes a bottleneck, 9n + 2 layers."
SMALL = Table(
    COLUMNS,
    (
        ("A family",),
        ("resnet110_relu_before_addition", "1,727,962", "22,753,050,624", "110", "2016", "V1 V2", LONG),
        ("b", "2", "3", "4", "", "", "short"),
    ),
)


TITLES = [column.title for column in COLUMNS]


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_list_has_every_bundled_network_under_its_family(run: Run) -> None:
    heads, *chapters = run("list").output.split("\n\n")
    assert heads.split() == ["name", "parameters", "multiply-adds", "depth", "year", "weights", "source"]
    titles = [chapter.splitlines()[0] for chapter in chapters]
    assert titles == list(FAMILIES.values())
    rows = [line for chapter in chapters for line in chapter.splitlines()[1:]]
    names = [row.split()[0] for row in rows]
    assert sorted(names) == sorted(bundled_files())
    assert names.index("resnet50") < names.index("resnet101")
    assert max(map(len, rows)) <= 120


def test_the_figures_of_a_network(run: Run) -> None:
    titles, _, family, row = run("list", "resnet50").output.splitlines()
    assert family == "ResNet for ImageNet"
    cells = row.split(maxsplit=7)
    assert cells[:7] == ["resnet50", "25,557,032", "4,089,184,256", "50", "2016", "V1", "V2"]
    assert cells[7].startswith("He et al. 2016, Table 1,")
    assert titles.index("source") == row.index("He et al.")


def test_names_and_patterns(run: Run) -> None:
    assert find_names(["plain[13]?", "googlenet", "plain18"]) == ["plain18", "plain34", "plain32", "googlenet"]
    output = run("list", "resnet18", "resnet34").output
    assert "resnet34" in output
    assert "resnet50" not in output


@pytest.mark.parametrize(
    ("pattern", "help"),
    [("googlent", "did you mean `googlenet`?"), ("*vgg*", "`resnet-dsl list` shows them")],
)
def test_a_pattern_that_none_fits(run: Run, pattern: str, help: str) -> None:
    result = run("list", "resnet18", pattern)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error[E0101]: there is no bundled network `{pattern}`")
    assert help in result.stderr


def test_a_folder_without_a_title(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: bundled("specs") / folder / "a.arch" for name, folder in [("b", "vision_nets"), ("c", "resnet")]}
    monkeypatch.setattr(catalogue, "bundled_files", lambda: files | {"a": bundled("specs") / "a.arch"})
    assert find_names() == ["c", "a", "b"]
    assert catalogue.family_title("vision_nets") == "Vision nets"


def test_json(run: Run) -> None:
    data = {one["name"]: one for one in json.loads(run("list", "resnet5*", "googlenet*", "--json").stdout)}
    source = 'He et al. 2016, Table 1, downsampling on the 3x3 ("v1.5").'
    assert data["resnet50"] == {
        "family": "resnet",
        "name": "resnet50",
        "title": "ResNet-50",
        "source": source,
        "year": 2016,
        "parameters": 25_557_032,
        "parameters_without_training": 25_557_032,
        "macs": 4_089_184_256,
        "depth": 50,
        "input": [3, 224, 224],
        "weights": [
            {
                "publisher": "torchvision",
                "model": "resnet50",
                "names": ["IMAGENET1K_V1", "IMAGENET1K_V2"],
                "parameters": {},
            }
        ],
        "defaults": {"classes": 1000, "groups": 1, "base": 64, "zero_init": False},
        "file": "resnet/resnet50.arch",
    }
    assert data["googlenet"]["parameters_without_training"] < data["googlenet"]["parameters"]
    assert [one["parameters"] for one in data["googlenet"]["weights"]] == [{"aux": False, "transform_input": True}]


def test_values_of_the_language_as_json() -> None:
    assert plain((Size((3, 3)), None, (1, True), 0.5, "word")) == ["3x3", "none", [1, True], 0.5, "word"]


@pytest.mark.parametrize("name", ["resnet", "plain20", "resnet110_preact"])
def test_the_defaults_can_be_given(run: Run, name: str) -> None:
    (data,) = json.loads(run("list", name, "--json").stdout)
    assert rd.load(name, **data["defaults"]).root.nodes == rd.load(name).root.nodes


@pytest.mark.parametrize(
    ("width", "titles"),
    [
        (200, "name parameters multiply-adds depth year weights source"),
        (120, "name parameters multiply-adds depth year weights source"),
        (100, "name parameters multiply-adds year weights source"),
        (80, "name parameters multiply-adds year weights"),
        (70, "name parameters multiply-adds year"),
        (60, "name parameters multiply-adds"),
    ],
)
def test_a_row_is_one_line_of_the_terminal(width: int, titles: str) -> None:
    text = re.sub(r"\x1b\[[0-9;]*m", "", on_terminal(width))
    text, _, left_out = text.partition("\n\nno room for ")
    assert left_out.strip() == ", ".join(title for title in TITLES if title not in titles.split())
    lines = text.splitlines()
    assert len(lines) == 1 + 2 + 2
    assert lines[0].split() == titles.split()
    assert max(map(len, lines)) <= width
    assert (LONG in lines[3]) == (width == 200)


def on_terminal(width: int, **variables: str) -> str:
    """What the small table is on a terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NO_COLOR", raising=False)
        for name, value in ({"COLUMNS": str(width), "TERM": "xterm"} | variables).items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", stream := Terminal())
        show_table(SMALL, wrap=False)
    return stream.getvalue()


def test_titles_and_headings_stand_out() -> None:
    assert on_terminal(120).count("\x1b[1m") == 2
    assert "\x1b[1mA family\x1b[0m\n" in on_terminal(120)
    assert "\x1b" not in on_terminal(120, NO_COLOR="1")


def test_headings_in_a_notebook() -> None:
    assert '<th colspan="7" style="text-align: left">A family</th>' in SMALL.html()


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, term in ((io.StringIO(), "xterm"), (Terminal(), "dumb"), (Terminal(), "xterm")):
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(follow(iter("abc"), 3, "reading")) == ["a", "b", "c"]
        assert ("reading" in stream.getvalue()) == (stream.isatty() and term == "xterm")
        assert stream.getvalue().startswith("\x1b") == bool(stream.getvalue())


def test_names_are_completed() -> None:
    from resnet_dsl.cli.commands.list import command

    completed = command.params[0].shell_complete(command.make_context("list", []), "resnext")
    assert [item.value for item in completed] == ["resnext101_32x8d", "resnext101_64x4d", "resnext50_32x4d"]


def test_completion_reads_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names come from the texts of the files alone."""
    monkeypatch.setattr("resnet_dsl.resolve.files.read_file", None)
    assert "resnet50" in bundled_files()
