"""What the README shows is true."""

import re
from pathlib import Path

import pytest

import resnet_dsl as rd

ROOT = Path(__file__).parents[2]
SPECS = re.findall(r"^```arch\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_first_spec_is_the_file() -> None:
    assert SPECS[0] == (ROOT / "specs/resnet/resnet50.arch").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", SPECS, ids=lambda text: re.findall(r"^arch (\w+)", text, re.MULTILINE)[-1])
def test_specs_compile(text: str) -> None:
    rd.loads(text)
