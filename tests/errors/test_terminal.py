"""What a terminal gets more than a pipe: colour, and lines that fit."""

import io

import pytest
from answering import CASES, said

from resnet_dsl.cli import terminal
from resnet_dsl.cli.commands import explain
from resnet_dsl.cli.terminal import has_colour, heading
from resnet_dsl.diagnostics.colours import as_ansi

RED, YELLOW, CYAN = "\x1b[31m", "\x1b[33m", "\x1b[36m"


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_errors_are_red_and_warnings_yellow() -> None:
    assert as_ansi("error[E0101]: no").startswith(f"{RED}\x1b[1merror[E0101]\x1b[0m: no")
    assert as_ansi("warning[W0101]: no").startswith(f"{YELLOW}\x1b[1mwarning[W0101]\x1b[0m: no")
    assert as_ansi("a\n   = help: do").startswith(f"a\n{CYAN}   = help:\x1b[0m do")
    assert as_ansi("a warning: no error") == "a warning: no error"


@pytest.mark.parametrize(
    ("variables", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_of_people_who_want_it(
    variables: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert has_colour(Terminal()) is colour
    assert has_colour(io.StringIO()) is False


def test_headings_are_coloured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heading("error[E0101]", "error") == "error[E0101]"
    monkeypatch.setattr(terminal, "has_colour", lambda stream: True)
    assert heading("error[E0101]", "error").startswith(RED)
    assert heading("Repaired:").startswith("\x1b[1m")


def test_lines_fit_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    monkeypatch.setattr(terminal, "width", lambda stream: 50)
    lines = said("resnet-dsl check long_line.arch").splitlines()
    assert max(len(line) for line in lines[3:6]) == 50
    monkeypatch.setattr(explain, "width", lambda stream: 40)
    prose = [line for line in said("resnet-dsl explain E0302 E0401").splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= 40
