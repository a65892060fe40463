"""The pictures under `docs/pictures/` are what the networks look like now, and pages show them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import resnet_dsl as rd

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
EXAMPLES = {path.stem: path for path in (ROOT / "examples").glob("*.arch")}
NAMES = sorted(path.stem for path in FOLDER.glob("*.dot"))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_fresh(name: str) -> None:
    kept = (FOLDER / f"{name}.dot").read_text(encoding="utf-8")
    assert rd.draw(EXAMPLES.get(name, name)).dot == kept, "run `make docs`"


def test_there_are_no_others() -> None:
    suffixes = (".dot", ".svg", "-dark.svg")
    there = {path.name for path in FOLDER.iterdir() if path.suffix in (".dot", ".svg")}
    assert there == {f"{name}{suffix}" for name in NAMES for suffix in suffixes} | {"diff.svg", "diff-dark.svg"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", ["", "-dark"])
def test_a_picture_is_whole(name: str, suffix: str) -> None:
    assert {name, "input", "how to read this"} <= _texts((FOLDER / f"{name}{suffix}.svg").read_text(encoding="utf-8"))


@pytest.mark.parametrize("suffix", ["", "-dark"])
def test_the_picture_of_a_difference_is_fresh(suffix: str) -> None:
    kept = (FOLDER / f"diff{suffix}.svg").read_text(encoding="utf-8")
    assert _texts(kept) == _texts(rd.draw_diff("resnet50", "resnet50_v1").svg), "run `make docs`"


def _texts(svg: str) -> set[str | None]:
    return {text.text for text in ElementTree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text")}


def test_pages_show_every_picture() -> None:
    pages = "".join(
        (ROOT / "docs" / page).read_text(encoding="utf-8") for page in ("compare.md", "networks.md", "pictures.md")
    )
    shown = set(re.findall(r'"pictures/([^"]+)"', pages))
    assert shown == {path.name for path in FOLDER.glob("*.svg")}


@pytest.mark.parametrize("path", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_examples_have_no_findings(path: Path) -> None:
    assert rd.check(path) == ()
