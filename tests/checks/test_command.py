"""Warnings on the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resnet_dsl.cli.main import cli

NET = "arch net {\n    input 3x8x8\n    relu\n    relu\n    conv 1x1, 8, /2\n}\n"


@pytest.fixture(autouse=True)
def _net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net.arch").write_text(NET)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="resnet-dsl")


def test_warnings_are_said_and_change_nothing_in_the_status() -> None:
    result = run("check", "net.arch")
    assert result.exit_code == 0
    assert "warning[W0102]: " in result.output
    assert "warning[W0103]: " in result.output
    assert result.output.endswith("1 file, no errors, 2 warnings\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--ignore", "W0102"], ["W0103"]),
        (["--select", "W0102"], ["W0102"]),
        (["--select", "W0102", "--select", "W0103", "--ignore", "W0102"], ["W0103"]),
        (["--select", "W0104"], []),
        (["--ignore", "W0102", "--ignore", "W0103", "--ignore", "W0001"], []),
    ],
)
def test_codes_are_chosen(options: list[str], said: list[str]) -> None:
    output = run("check", "net.arch", *options).output
    assert [code for code in ("W0102", "W0103") if f"warning[{code}]" in output] == said


def test_what_is_allowed_is_used_whatever_is_chosen() -> None:
    Path("net.arch").write_text(NET.replace("    relu\n    conv", "    relu  # allow W0102\n    conv"))
    assert "W0001" not in run("check", "net.arch", "--ignore", "W0102").output
    assert "W0001" not in run("check", "net.arch", "--select", "W0001").output


def test_a_code_that_is_no_warning() -> None:
    result = run("check", "net.arch", "--ignore", "W0122")
    assert result.exit_code == 2
    assert "there is no warning `W0122`: did you mean `W0102`" in result.stderr.replace("\n", " ").replace("│", "")
    assert run("check", "net.arch", "--select", "E0401").exit_code == 2


@pytest.mark.parametrize("command", ["summary", "emit"])
def test_other_commands_do_not_lint(command: str) -> None:
    assert "warning" not in run(command, "net.arch").output
