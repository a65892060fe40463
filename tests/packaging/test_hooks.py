"""The hooks for pre-commit: what they say can be run on the files that they name."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from resnet_dsl.cli.main import cli

FILE = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
LINE = re.compile(r"(- |  )(\w+): (\S.*)")
KEYS = ["id", "name", "description", "entry", "language", "files"]


def hooks() -> list[dict[str, str]]:
    """The hooks: of YAML the file has a list of flat mappings, and nothing else."""
    found: list[dict[str, str]] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        match = LINE.fullmatch(line)
        assert match, line
        if match[1] == "- ":
            found.append({})
        found[-1][match[2]] = match[3]
    return found


def test_the_hooks_are_check_and_fmt() -> None:
    assert [hook["id"] for hook in hooks()] == ["resnet-dsl-check", "resnet-dsl-fmt"]
    assert all(list(hook) == KEYS and hook["language"] == "python" for hook in hooks())


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_runs_on_files(hook: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "net.arch"
    path.write_text("arch a {\n    input 3x8x8\n    relu\n}\n")
    assert re.search(hook["files"], str(path))
    program, *arguments = shlex.split(hook["entry"])
    assert program == "resnet-dsl"
    assert CliRunner().invoke(cli, [*arguments, str(path)]).exit_code == 0
    path.write_text("arch a {")
    assert CliRunner().invoke(cli, [*arguments, str(path)]).exit_code == 1
