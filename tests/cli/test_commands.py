"""The commands that take a network."""

import ast
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from resnet_dsl.backends.core import registry
from resnet_dsl.backends.core.backend import BackendError, PictureBackend
from resnet_dsl.cli.main import COMMANDS
from resnet_dsl.diagnostics.colours import as_ansi
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.serialise import from_json

Run = Callable[..., Result]
TWO = "arch small(width = 4) { input 3x8x8; conv 3x3, width }\narch large extends small(width = 8) { input 3x9x9 }"


def test_a_summary(run: Run) -> None:
    assert "layer2.1-3" in run("summary", "resnet50").output
    assert "layer2.1-3.conv3" in run("summary", "resnet50", "--depth", "3").output
    assert "layer2.0" not in run("summary", "resnet50", "--depth", "1").output
    data = json.loads(run("summary", "resnet50", "--json").stdout)
    assert (data["parameters"], data["depth"]) == (25_557_032, 50)


def test_parameters_and_input(run: Run) -> None:
    output = run("summary", "resnet", "-p", "unit=basic", "-p", "depths=(2, 2, 2, 2)", "-p", "classes = 5 * 2").output
    assert "11,181,642 parameters" in output
    assert "3×299×299 → 1000" in run("summary", "resnet18", "--input", "3x299x299").output


def test_one_of_several_and_standard_input(run: Run) -> None:
    Path("nets.arch").write_text(TWO)
    assert "large: 3×9×9 → 8×9×9" in run("summary", "nets.arch:large").output
    assert "small: 3×8×8 → 2×8×8" in run("summary", "-p", "width=2", "--", "-:small", input=TWO).output
    result = run("summary", "nets.arch")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[E0310]" in result.stderr
    assert "nets.arch:small" in result.stderr


def test_folders_of_imports(run: Run) -> None:
    Path("lib").mkdir()
    Path("lib/mine.arch").write_text("block b { relu }")
    Path("net.arch").write_text("import mine (b)\narch a { input 3x8x8; b }")
    assert run("summary", "net.arch").exit_code == 1
    assert run("summary", "net.arch", "-I", "lib").exit_code == 0
    assert run("check", "net.arch", "-I", "lib").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["summary"],
        ["summary", "resnet18", "-p", "classes"],
        ["summary", "resnet18", "-p", "=3"],
        ["summary", "resnet18", "-p", "classes="],
        ["summary", "resnet18", "--input", "3x"],
        ["summary", "resnet18", "--depth", "0"],
        ["summary", "resnet18", "-I", "nowhere"],
        ["emit", "resnet18", "--to", "cobol"],
        ["draw", "resnet18", "-o", "net.xyz"],
        ["check", "resnet18", "--format", "xml"],
    ],
    ids=" ".join,
)
def test_mistakes_of_usage(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage: resnet-dsl" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-p", "clases=3"], "E0302"),
        (["-p", "classes=1 +"], "E0201"),
        (["-p", "classes=abc"], "E0301"),
        (["-p", "input=3"], "E0302"),
        (["-p", "folders=3"], "E0302"),
        (["--input", "3x4x4x4"], None),
        (["--input", "1x1x1"], None),
    ],
    ids=lambda value: str(value),
)
def test_parameters_that_do_not_fit(run: Run, arguments: list[str], code: str | None) -> None:
    result = run("summary", "resnet18", *arguments)
    assert "Traceback" not in result.output
    if code:
        assert (result.exit_code, result.stdout) == (1, "")
        assert f"error[{code}]" in result.stderr


def test_source(run: Run) -> None:
    result = run("emit", "resnet18", "-p", "classes=10")
    ast.parse(result.stdout)
    assert run("emit", "resnet18", "-p", "classes=10", "-o", "net.py").output == ""
    assert Path("net.py").read_text(encoding="utf-8") == result.stdout


def test_the_ir_as_json(run: Run) -> None:
    arch = from_json(run("emit", "resnet18", "--to", "ir").stdout)
    assert isinstance(arch, Arch)
    assert arch.name == "resnet18"


def test_a_picture_by_its_suffix(run: Run) -> None:
    assert run("draw", "resnet18", "-o", "net.dot").exit_code == 0
    assert "digraph" in Path("net.dot").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [("draw", "resnet18"), ("diff", "resnet18", "resnet34")])
def test_a_picture_of_no_suffix_is_refused(command: tuple[str, ...], run: Run) -> None:
    result = run(*command, "-o", "net")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'-o': `net` has no suffix of a picture: there are" in " ".join(result.stderr.split())
    assert "`.svg`, `.png`" in result.stderr
    assert not Path("net").exists()


def test_a_picture_is_svg_of_its_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    renderer(monkeypatch, lambda arch, view: f"<svg>{arch.name}</svg>")
    result = run("draw", "resnet18")
    assert (result.exit_code, result.stderr) == (0, "wrote `resnet18.svg`\n")
    assert Path("resnet18.svg").read_text(encoding="utf-8") == "<svg>resnet18</svg>"
    assert run("draw", "resnet18", "-o", "-").stdout == "<svg>resnet18</svg>"


def test_a_picture_as_one_wishes(run: Run) -> None:
    wishes = ("--expand", "layer2.0", "--expand", "basic", "--theme", "print", "--direction", "right", "--separate")
    assert (
        run("draw", "resnet18", "-o", "net.dot", *wishes, "--links", "https://example.org", "--no-legend").exit_code
        == 0
    )
    dot = Path("net.dot").read_text(encoding="utf-8")
    assert "rankdir=LR" in dot
    assert 'URL="https://example.org/resnet18.arch#L' in dot
    assert "how to read this" not in dot


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (
            ["--expand", "basik"],
            "Invalid value for '--expand': `resnet18` has no block `basik` to expand: did you mean `basic`?",
        ),
        (["--depth", "0"], "Invalid value for '--depth': 0 is not in the range x>=1."),
        (["--theme", "drak"], "'drak' is not one of 'light', 'dark', 'print'."),
        (["--direction", "left"], "'left' is not one of 'auto', 'down', 'right'."),
    ],
    ids=lambda value: str(value),
)
def test_a_picture_that_cannot_be_had(run: Run, wish: list[str], said: str) -> None:
    result = run("draw", "resnet18", "-o", "net.dot", *wish)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert not Path("net.dot").exists()


def test_without_a_renderer_the_dot_is_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(arch: Arch, view: View) -> str:
        raise BackendError("nothing here renders: install pygraphviz")

    renderer(monkeypatch, fail)
    result = run("draw", "resnet18", "-o", "net.svg")
    assert result.exit_code == 1
    assert "install pygraphviz" in result.stderr
    assert "wrote `net.dot`" in result.stderr
    assert Path("net.dot").exists()
    assert not Path("net.svg").exists()


def renderer(monkeypatch: pytest.MonkeyPatch, run: object) -> None:
    registry.backends()
    monkeypatch.setitem(registry._found, "svg", PictureBackend("svg", (".svg",), "", run))  # type: ignore[arg-type]


@pytest.mark.parametrize("command", [["draw", "-o", "none/net.dot"], ["emit", "-o", "none/net.py"]], ids=lambda c: c[0])
def test_a_file_that_cannot_be_written(run: Run, command: list[str]) -> None:
    result = run(command[0], "resnet18", *command[1:])
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    output = run(command, "-h").output
    assert f"Example: resnet-dsl {command}" in output
    assert COMMANDS[command].split()[0] in output
    assert run(command, "--help").output == output


def test_misspelt_commands_and_options(run: Run) -> None:
    result = run("sumary", "resnet18")
    assert result.exit_code == 2
    assert "summary" in result.stderr.splitlines()[-1]
    assert "--depth" in run("summary", "resnet18", "--dept", "2").stderr.splitlines()[-1]


def test_the_version(run: Run) -> None:
    assert run("--version").output == "resnet-dsl, version 0.1.0\n"


def test_colour_marks_the_words() -> None:
    text = "error[E0101]: no error[E1]\n --> a.arch:1:1\n  = help: me"
    assert as_ansi(text).count("\x1b[0m") == 3
    assert as_ansi(text).startswith("\x1b[31m\x1b[1merror[E0101]\x1b[0m: no error[E1]")
