"""The parser: a text in, a tree and diagnostics out."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.source.bundled import bundled
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax.build import Builder, TooLong
from resnet_dsl.syntax.layout import BracketError, Layout, NestingError
from resnet_dsl.syntax.slips import (
    closes_nothing,
    mismatched,
    never_closed,
    open_string,
    stray_character,
    too_deep,
    too_long,
    unexpected,
)
from resnet_dsl.syntax.tables import kept_parser
from resnet_dsl.syntax.tree import Expression, File

STARTS = ["start", "_expression", "_statement", "_item"]
SAMPLE = """
arch sample(width = 2 * 4) {
    input 3x32x32
    order conv bn + relu
    residual { conv 3x3, width, /2 } shortcut projection
    assert params == 1
}
"""


@cache
def grammar() -> str:
    """The text of the grammar."""
    return (bundled("grammar") / "arch.lark").read_text(encoding="utf-8")


@cache
def _parser() -> Lark:
    options = {
        "start": STARTS,
        "parser": "lalr",
        "lexer": "basic",
        "postlex": Layout(),
        "propagate_positions": True,
        "maybe_placeholders": True,
    }
    return kept_parser(grammar(), options, SAMPLE)


def parse_file(file: SourceFile) -> File:
    """The tree of a whole file. Raises `ArchError` with everything that is wrong with its syntax."""
    content, slips = read_file(file)
    if slips:
        raise ArchError(slips)
    return content


def read_file(file: SourceFile) -> tuple[File, tuple[Diagnostic, ...]]:
    """The tree of a whole file, and what is wrong with its syntax: there the tree has `Broken` statements."""
    try:
        tree: File = _parse(Span(file, 0, len(file.text)), "start")
    except ArchError as first:
        from resnet_dsl.syntax.recover import recover

        tree, slips = recover(file, _parser(), grammar(), parse_expression)
        return tree, slips or first.diagnostics
    return tree, ()


def parse_expression(place: Span) -> Expression:
    """The tree of an expression that stands at `place`. Raises `ArchError`."""
    expression: Expression = _parse(place, "_expression").children[0]
    return expression


def parse_expression_text(source: SourceFile) -> Expression:
    """The tree of a text that is one expression. Raises `ArchError`."""
    return parse_expression(Span(source, 0, len(source.text)))


def _parse(place: Span, start: str) -> Any:
    try:
        tree = _parser().parse(place.text, start=start)
        return Builder(place.file, place.start, parse_expression).transform(tree)
    except (UnexpectedInput, BracketError, NestingError) as slip:
        raise ArchError([_diagnose(slip, place)]) from None
    except VisitError as slip:
        raise _from_builder(slip.orig_exc) from None


def _from_builder(cause: Exception) -> Exception:
    return ArchError([too_long(cause.span)]) if isinstance(cause, TooLong) else cause


def _diagnose(slip: Exception, place: Span) -> Diagnostic:
    """The finding for the first slip of a text."""
    match slip:
        case NestingError():
            return too_deep(slip.token, place)
        case BracketError():
            return _bracket(slip, place)
        case UnexpectedCharacters():
            start = place.start + (slip.pos_in_stream or 0)
            span = Span(place.file, start, start + 1)
            return open_string(span) if span.text == '"' else stray_character(span)
        case UnexpectedToken():
            return unexpected(slip.token, set(slip.accepts or slip.expected), place)
    raise slip


def _bracket(slip: BracketError, place: Span) -> Diagnostic:
    if slip.opener is None:
        assert slip.closer is not None
        return closes_nothing(slip.closer, place)
    if slip.closer is None:
        return never_closed([slip.opener], Span(place.file, place.end, place.end), place)
    return mismatched(slip.opener, slip.closer, place)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text that the parser takes, as the grammar knows them."""
    return _parser().lex(text)
