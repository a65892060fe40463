"""Wide, narrow and unseen characters under marks, and lines that are cut to fit."""

import pytest
from made_up import Made, file, shown, span

from resnet_dsl.diagnostics.text import render, render_all
from resnet_dsl.source.file import Span


def test_tabs_are_four_columns() -> None:
    assert shown(file("\tabc\td"), "d") == ["    abc d", "        ^ here"]


@pytest.mark.parametrize(
    ("before", "cells"),
    [
        ("畳み込み", 8),
        ("ｱ", 1),
        ("e\u0301", 1),
        ("😀", 2),
        ("👩‍🔬", 2),
        ("👍🏽", 2),
        ("❤️", 2),
        ("한국", 4),
        ("é", 1),
        ("\u200b", 0),
    ],
)
def test_marks_stand_under_what_they_mark(before: str, cells: int) -> None:
    assert shown(file(f"{before}x"), "x") == [f"{before}x", f"{' ' * cells}^ here"]


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\x9b2J", "\x7f", "\u202e", "\u2066", "\u2028", "\r"])
def test_what_steers_a_terminal_is_not_shown(sign: str) -> None:
    made = Made(span=span(file(f"a{sign}b relu"), "relu"), text=f"no {sign}", label=sign, help=sign, notes=(sign,))
    text = render(made)
    assert not set(sign[0]) & set(text)
    marks = text.splitlines()[4]
    assert marks.index("^") == text.splitlines()[3].index("relu")


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("place", [0, 1, 50, 99, 100, 198, 199])
def test_long_lines_are_cut_around_what_is_marked(width: int, place: int) -> None:
    text = "a" * place + "X" + "b" * (199 - place)
    line, marks = shown(file(text), "X", label="", width=width)
    assert len(line) <= width - 4
    assert line[marks.index("^")] == "X"
    assert line.startswith("…") != text.startswith(line[0])


def test_lines_of_wide_characters_are_cut_too() -> None:
    line, marks = shown(file("畳" * 50 + "x" + "畳" * 50), "x", label="", width=40)
    assert line.startswith("…")
    assert line.endswith("…")
    assert marks.index("^") == 1 + 2 * (line.index("x") - 1)
    assert 2 * len(line) - 3 <= 36


def test_a_place_that_is_wider_than_the_room_shows_its_beginning() -> None:
    line, marks = shown(file("a" * 50 + "X" * 100), "X" * 100, label="said", width=40)
    assert line.startswith("…X")
    assert marks.startswith(" ^")
    assert marks.endswith("^ said")


def test_many_findings_on_one_long_line_are_shown() -> None:
    source = file("relu; " * 160_000)
    found = [Made(span=Span(source, 6000 * n, 6000 * n + 4), text="wrong") for n in range(150)]
    assert render_all(found).count("^^^^") == 150
