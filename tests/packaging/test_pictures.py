"""The pictures under `docs/pictures/` are what the networks look like now, and pages show them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import resnet_dsl as rd
from resnet_dsl.pipeline.networks_page import PICTURES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
EXAMPLES = {path.stem: path for path in (ROOT / "examples").glob("*.arch")}
NAMES = (*PICTURES, *sorted(EXAMPLES))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_fresh(name: str) -> None:
    kept = (FOLDER / f"{name}.dot").read_text(encoding="utf-8")
    assert rd.draw(EXAMPLES.get(name, name)).dot == kept, "run `make docs`"


def test_there_are_no_others() -> None:
    suffixes = (".dot", ".svg", "-dark.svg")
    there = {path.name for path in FOLDER.iterdir() if path.suffix in (".dot", ".svg")}
    assert there == {f"{name}{suffix}" for name in NAMES for suffix in suffixes}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_a_picture_is_whole(path: Path) -> None:
    texts = {text.text for text in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")}
    assert {path.stem.removesuffix("-dark"), "input", "how to read this"} <= texts


def test_pages_show_every_picture() -> None:
    pages = "".join((ROOT / "docs" / page).read_text(encoding="utf-8") for page in ("networks.md", "pictures.md"))
    shown = set(re.findall(r'"pictures/([^"]+)"', pages))
    assert shown == {path.name for path in FOLDER.glob("*.svg")}


@pytest.mark.parametrize("path", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_examples_have_no_findings(path: Path) -> None:
    assert rd.check(path) == ()
