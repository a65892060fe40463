"""The help of common slips, and networks of which nothing but a claim is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import resnet_dsl as rd

Run = Callable[..., Result]
SLIPS = [
    ("block: relu", '`"block":`'),
    ("x4: relu", '`"x4":`'),
    ("let stage = 3", "`stage` is a reserved word"),
    ("conv 3x3 16", "a comma seems to be missing"),
    ("conv, 3x3, 16", "no comma stands behind a name"),
    ("add { identity, relu }", "separated by `;`"),
    ("fc = linear 10", "a label ends with `:`"),
    ("if 1 = 2 { relu }", "`==`"),
    ("conv 3x3, 16, x3", "no comma stands before a repeat"),
    ("conv 3, 16", "a size is written `3x3`"),
    ("conv 3x3, 16, 2", "a stride is written `/2`"),
    ("bottleneck 16", "`import blocks.residual (bottleneck)`"),
]


@pytest.mark.parametrize(("statement", "help"), SLIPS, ids=[statement for statement, _ in SLIPS])
def test_a_slip_is_told_its_repair(run: Run, statement: str, help: str) -> None:
    Path("net.arch").write_text(f"arch a {{\n    input 3x8x8\n    {statement}\n}}\n", encoding="utf-8")
    output = run("check", "net.arch").output
    assert help in next(line for line in output.splitlines() if "= help:" in line)


@pytest.mark.parametrize("command", ["summary", "emit"])
def test_a_failing_claim_does_not_hide_the_network(run: Run, command: str) -> None:
    Path("net.arch").write_text("arch a { input 3x8x8; conv 3x3, 4; assert params == 113 }", encoding="utf-8")
    result = run(command, "net.arch")
    assert result.exit_code == 1
    assert {"summary": "112 parameters", "emit": "class A(nn.Module)"}[command] in result.stdout
    assert "E0601" in result.stderr


def test_another_mistake_does(run: Run) -> None:
    text = "arch a { input 3x8x8; conv 3x3, 4; cnv 3x3, 4; assert params == 113 }"
    Path("net.arch").write_text(text, encoding="utf-8")
    result = run("summary", "net.arch")
    assert (result.exit_code, result.stdout) == (1, "")


def test_an_arch_shows_itself_in_a_line() -> None:
    assert repr(rd.load("resnet18")) == "<Arch resnet18: 3x224x224 to 1000>"
