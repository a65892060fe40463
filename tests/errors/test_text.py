"""How findings are shown, on made-up ones: labels, stretches, excerpts, remarks."""

import re

from made_up import Made, file, shown, span

from resnet_dsl.diagnostics.diagnostic import Label, Step
from resnet_dsl.diagnostics.text import render, render_all
from resnet_dsl.source.file import Span


def test_labels_of_one_line_stand_under_it() -> None:
    source = file("first  second  third")
    assert shown(source, "second", ("first", "one"), ("third", "three")) == [
        "first  second  third",
        "-----  ^^^^^^  ----- three",
        "|      |",
        "|      here",
        "one",
    ]


def test_a_label_inside_another() -> None:
    assert shown(file("a + bb + c"), "bb", ("a + bb + c", "all"), ("a", "")) == [
        "a + bb + c",
        "----^^---- all",
        "    |",
        "    here",
    ]


def test_two_labels_of_one_place() -> None:
    assert shown(file("abc"), "abc", ("abc", "also")) == ["abc", "^^^ here", "|", "also"]


def test_neighbouring_lines_are_one_excerpt_and_far_ones_are_not() -> None:
    source = file("one\ntwo\nthree\n" + "\n" * 20 + "far\n")
    made = Made(span=span(source, "one"), text="wrong", secondary=(Label(span(source, "three"), "near"),))
    assert render(made).splitlines() == [
        "error[E9999]: wrong",
        " --> a.arch:1:1",
        "  |",
        "1 | one",
        "  | ^^^",
        "2 | two",
        "3 | three",
        "  | ----- near",
    ]
    lines = render(Made(span=span(source, "far"), text="wrong", secondary=made.secondary)).splitlines()
    assert lines[1:3] == ["  --> a.arch:24:1", "   |"]
    assert lines[5:] == ["  ::: a.arch:3:1", "   |", " 3 | three", "   | ----- near"]


def test_other_files_are_excerpts_of_their_own() -> None:
    other = file("block b { relu }\n", "b.arch")
    made = Made(span=span(file("b\n"), "b"), text="wrong", secondary=(Label(span(other, "relu"), "in it"),))
    assert [line for line in render(made).splitlines() if "arch:" in line] == [" --> a.arch:1:1", " ::: b.arch:1:11"]


def test_gaps_are_shown() -> None:
    source = file("one\n2\n3\n4\nfive\n")
    assert "..." in render(Made(span=span(source, "one"), text="wrong", secondary=(Label(span(source, "five"), ""),)))


def test_a_stretch_of_lines_has_a_bar_beside_it() -> None:
    assert shown(file("add {\n    relu\n}\n"), "add {\n    relu\n}") == [
        "/ add {",
        "|     relu",
        "| }",
        "|_^ here",
    ]
    assert shown(file("y: add {\n    relu\n}\n"), "add {\n    relu\n}", ("relu", "inside")) == [
        "  y: add {",
        " ____^",
        "|     relu",
        "|     ---- inside",
        "| }",
        "|_^ here",
    ]


def test_stretches_in_each_other() -> None:
    source = file("add {\n    mul {\n        relu\n    }\n}\n")
    assert shown(source, "mul {\n        relu\n    }", (source.text.strip(), "outer")) == [
        "/   add {",
        "| /     mul {",
        "| |         relu",
        "| |     }",
        "| |_____^ here",
        "|   }",
        "|___- outer",
    ]


def test_of_long_stretches_the_ends_are_shown() -> None:
    source = file("add {\n" + "relu\n" * 50 + "}\n")
    assert shown(source, source.text.strip()) == ["/ add {", "| relu", "", "| }", "|_^ here"]


def test_the_end_of_a_file() -> None:
    for text in ("arch a {", "arch a {\n"):
        source = file(text)
        lines = render(Made(span=Span(source, len(text), len(text)), text="wrong", label="more")).splitlines()
        assert lines[-1].endswith("^ more")
    assert shown(file("relu\n"), "relu\n") == ["relu", "^^^^ here"]
    empty = file("")
    assert render(Made(span=Span(empty, 0, 0), text="wrong")) == "error[E9999]: wrong\n --> a.arch:1:1"


def test_the_chain_is_shown_from_the_inside() -> None:
    source = file("outer\ninner\n")
    chain = (Step(span(source, "outer"), "`outer`", given="3x8x8"), Step(span(source, "inner"), "`inner`"))
    lines = render(Made(span=span(source, "inner"), text="wrong", chain=chain, notes=("a\n      b",))).splitlines()
    assert lines[-4:] == [
        "  = in `inner`, called at a.arch:2:1",
        "  = in `outer`, called at a.arch:1:1 with 3x8x8",
        "  = note: a",
        "      b",
    ]


def test_severities_and_several_findings() -> None:
    class Doubt(Made):
        """A warning."""

        severity = "warning"

    both = render_all([Doubt(span=None, text="a"), Made(span=None, text="b")])
    assert re.findall(r"^\w+", both, re.MULTILINE) == ["warning", "error"]
    assert both == "warning[E9999]: a\n\nerror[E9999]: b"
