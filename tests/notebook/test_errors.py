"""What an uncaught error shows in the place of a traceback."""

from pathlib import Path

import pytest
from cells import Run

import resnet_dsl as rd
from resnet_dsl.diagnostics.colours import as_ansi


def test_the_line_of_the_cell_and_the_findings(run: Run) -> None:
    ran = run("x = 1\nnet = rd.load('resnet5')\n")
    assert isinstance(ran.error, rd.ArchError)
    assert ran.printed == f"line 2: net = rd.load('resnet5')\n\n{as_ansi(str(ran.error))}\n"
    assert "\x1b[31m\x1b[1merror[E0101]\x1b[0m: there is no bundled network `resnet5`" in ran.printed


def test_the_line_of_a_module(run: Run) -> None:
    Path("mine.py").write_text("import resnet_dsl as rd\n\ndef load():\n    return rd.load('resnet5')\n")
    run("import sys; sys.path.insert(0, '')")
    ran = run("import mine\nmine.load()")
    run("sys.path.remove(''); del sys.modules['mine']")
    assert ran.printed.startswith(f"{Path('mine.py').resolve()}:4: return rd.load('resnet5')\n\n")


def test_an_error_that_was_caught_and_raised_again(run: Run) -> None:
    ran = run("try:\n    rd.load('resnet5')\nexcept rd.ArchError as error:\n    kept = error\nraise kept")
    assert ran.printed.startswith("line 2: rd.load('resnet5')\n\n")


def test_an_error_of_ones_own_has_no_line(run: Run) -> None:
    ran = run("raise rd.ArchError(rd.check('nope.arch'))")
    assert ran.printed.startswith("\x1b[31m\x1b[1merror[E0101]")


def test_without_colour(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("rd.load('resnet5')").printed
