"""What files cost that people write: parsing, linting and formatting, and how that grows with the text."""

from typing import Any

import pytest

import resnet_dsl as rd
from resnet_dsl.source.file import SourceFile
from resnet_dsl.syntax.parse import read_file

LINES = [1_000, 4_000, 16_000]
GOOD = "    conv 3x3, 64, /2 x3  # a comment\n"


def text(lines: int) -> str:
    return "block b {\n" + GOOD * lines + "}\n"


@pytest.mark.benchmark(group="parse, by lines: grows with the text")
@pytest.mark.parametrize("lines", LINES)
@pytest.mark.parametrize("slip", [False, True], ids=["whole", "with a slip"])
def test_parse(benchmark: Any, lines: int, slip: bool) -> None:
    source = SourceFile("net.arch", text(lines) + ("block c { conv 3x3 3 }\n" if slip else ""))
    _, slips = benchmark.pedantic(read_file, (source,), rounds=3, warmup_rounds=1)
    assert len(slips) == slip


@pytest.mark.benchmark(group="format, by lines: grows with the text")
@pytest.mark.parametrize("lines", LINES[:2])
def test_format(benchmark: Any, lines: int) -> None:
    assert benchmark.pedantic(rd.format_text, (text(lines),), rounds=3, warmup_rounds=1) == text(lines)


@pytest.mark.benchmark(group="check with lints, by depth of the network: follows the file")
@pytest.mark.parametrize("spec", ["resnet20", "resnet110", "resnet1202"])
def test_check(benchmark: Any, spec: str) -> None:
    assert benchmark(rd.check, spec) == ()
