"""What holds of every text: its meaning and its comments stay, and what is formatted is not changed again."""

import re
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from respacing import respaced

import resnet_dsl as rd
from resnet_dsl.formatter import format_text
from resnet_dsl.source.bundled import bundled
from resnet_dsl.source.file import SourceFile
from resnet_dsl.syntax.lexemes import lexemes
from resnet_dsl.syntax.parse import parse_file
from resnet_dsl.syntax.tree import Node

TESTS = Path(__file__).parents[1]
SPECS = sorted(bundled("specs").rglob("*.arch"))
SAMPLES = sorted(path for folder in ("language/samples", "torch/networks") for path in (TESTS / folder).glob("*.arch"))
WHOLE = re.compile(r"^```arch\n((?:(?!```)[^\n]*\n)*?arch (?:(?!```)[^\n]*\n)*)^```$", re.MULTILINE)
"""The examples that are whole files: with an `arch` at the start of a line."""
GOLDEN = sorted((TESTS / "formatter" / "golden").glob("*.arch"))


def meaning(item: Any) -> Any:
    """A tree without its places, its docstrings without indentation."""
    match item:
        case Node():
            return type(item), [meaning(getattr(item, field.name)) for field in fields(item) if field.compare]
        case tuple():
            return [meaning(one) for one in item]
        case str():
            return [line.strip() for line in item.split("\n")]
    return item


def tree(text: str) -> Any:
    return meaning(parse_file(SourceFile("<text>", text)))


def comments(text: str) -> list[str]:
    return [one.text.rstrip() for one in lexemes(text) if one.kind == "COMMENT"]


def check(text: str) -> None:
    result = format_text(text)
    assert tree(result) == tree(text)
    assert comments(result) == comments(text)
    assert format_text(result) == result
    assert result == "" or (result.endswith("\n") and not result.startswith("\n"))
    assert not any(sign in result for sign in (" \n", "\t\n", "\r\n", "{\n\n", "\n\n\n"))


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_bundled_spec_is_as_it_should_be(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text


@pytest.mark.parametrize("path", [*SAMPLES, *GOLDEN], ids=lambda path: path.name)
def test_meaning_and_comments_stay(path: Path) -> None:
    check(path.read_bytes().decode())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*SPECS, *SAMPLES, *GOLDEN]), st.integers(0, 2**32))
def test_meaning_and_comments_stay_in_any_layout(path: Path, seed: int) -> None:
    check(respaced(path.read_text(encoding="utf-8"), Random(seed)))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='ab3x{}()[]\n\r\t\x0b\xa0;:,=/+-*#" .if', max_size=40))
def test_any_text_is_formatted_or_refused(text: str) -> None:
    with suppress(rd.ArchError):
        check(f"arch net {{\n{text}\n}}")


@pytest.mark.parametrize("text", ["relu  # a\xa0", '"""a\xa0\n\xa0\n\x0bb"""', "# a\rb", "relu\r\r\f", "a\t# b\n #c"])
def test_unusual_spaces(text: str) -> None:
    check(f"block b {{\n{text}\n}}")


@pytest.mark.parametrize("page", ["README.md", "docs/language.md"])
def test_the_documents_show_the_layout(page: str) -> None:
    found = WHOLE.findall((TESTS.parent / page).read_text(encoding="utf-8"))
    assert len(found) > 2
    assert [format_text(text) for text in found] == found


def test_a_file_with_a_mistake_is_refused() -> None:
    with pytest.raises(rd.ArchError, match=r"net\.arch:1:9"):
        rd.format_text("block b {", name="net.arch")


def test_many_terms_are_no_deep_recursion() -> None:
    text = "block b { let a = " + " + ".join(["1"] * 5_000) + " }"
    assert format_text(text).count("+") == 4_999


SHAPES = {
    "statements": ("block b {\n", "    relu  # one\n", "}"),
    "one line": ("block b { ", "relu; ", "}"),
    "members": ("block b { let a = [", "(1, 2), ", "] }"),
    "terms": ("block b { let a = (1", " + f(a)", ") }"),
    "calls": ("block b { let a = 1", " + f(aaaaaa)", " }"),
    "arguments": ("block b { relu 1", ", f(a)", " }"),
    "blocks": ("", "block b { conv 3x3, 64, /2 x3; relu }\n", ""),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_long_texts_are_formatted(shape: str) -> None:
    first, middle, last = SHAPES[shape]
    text = format_text(first + middle * 1_000 + last)
    assert format_text(text) == text
