"""`docs/compare.md` shows what the commands print, and its Python runs."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from resnet_dsl.cli.main import cli

PAGE = Path(__file__).parents[2] / "docs" / "compare.md"
TEXT = PAGE.read_text(encoding="utf-8")
SHOWN = re.compile(r"^```console\n\$ resnet-dsl (?P<command>.*)\n(?P<output>(?s:.*?))^```$", re.MULTILINE)
Golden = Callable[[Path, str], None]


def test_outputs_are_fresh(golden: Golden) -> None:
    assert len(SHOWN.findall(TEXT)) == TEXT.count("```console")
    golden(PAGE, SHOWN.sub(lambda match: f"```console\n$ resnet-dsl {match['command']}\n{printed(match)}```", TEXT))


def printed(shown: re.Match[str]) -> str:
    """What a command prints."""
    result = CliRunner().invoke(cli, shlex.split(shown["command"]), prog_name="resnet-dsl")
    assert not result.stderr
    assert result.exit_code == (shown["command"].startswith("diff"))
    return result.stdout


def test_commands_that_write_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (lines,) = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    for line in lines.splitlines():
        assert CliRunner().invoke(cli, shlex.split(line, comments=True)[1:]).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["costs.svg", "dark.png", "stages.pdf"]


def test_the_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec("\n".join(re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)), {})
    assert (tmp_path / "stages.svg").exists()


def test_lines_are_short() -> None:
    assert max(map(len, TEXT.splitlines())) <= 125
