"""The parser: a text in, a tree or diagnostics out."""

from functools import cache
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from resnet_dsl.diagnostics.catalog import OverLimit, StrayCharacter, SyntaxSlip, Unclosed
from resnet_dsl.diagnostics.diagnostic import Diagnostic, Label
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.source.bundled import bundled
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax.build import Builder, TooLong
from resnet_dsl.syntax.expected import describe, repair
from resnet_dsl.syntax.layout import MOST_OPEN, BracketError, Layout, NestingError
from resnet_dsl.syntax.tree import Expression, File

STARTS = ["start", "_expression"]


@cache
def grammar() -> str:
    """The text of the grammar."""
    return (bundled("grammar") / "arch.lark").read_text(encoding="utf-8")


@cache
def _parser() -> Lark:
    return Lark(
        grammar(),
        start=STARTS,
        parser="lalr",
        lexer="basic",
        postlex=Layout(),
        propagate_positions=True,
        maybe_placeholders=True,
    )


def parse_file(file: SourceFile) -> File:
    """The tree of a whole file. Raises `ArchError` with what is wrong with its syntax."""
    tree: File = _parse(Span(file, 0, len(file.text)), "start")
    return tree


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
    if isinstance(cause, TooLong):
        return ArchError(
            [OverLimit(span=cause.span, text="a number of more than 40 digits", help="write a smaller one")]
        )
    return cause


def _diagnose(slip: Exception, place: Span) -> Diagnostic:
    match slip:
        case NestingError():
            message = f"more than {MOST_OPEN} brackets are open here"
            return OverLimit(span=_at(slip.token, place), text=message, help="give the inner part a name, as a block")
        case BracketError():
            return _bracket(slip, place)
        case UnexpectedCharacters():
            return _character(slip, place)
        case UnexpectedToken():
            return _token(slip, place)
    raise slip


def _bracket(slip: BracketError, place: Span) -> Diagnostic:
    opened, closed = slip.opener, slip.closer
    if opened is not None and closed is not None:
        where = Label(_at(opened, place), "opened here")
        text = f"`{opened}` is closed by `{closed}`"
        return Unclosed(span=_at(closed, place), text=text, secondary=(where,))
    if opened is not None:
        return Unclosed(span=_at(opened, place), text=f"`{opened}` is never closed", label="opened here")
    assert closed is not None
    return SyntaxSlip(span=_at(closed, place), text=f"`{closed}` closes nothing", help="remove it")


def _character(slip: UnexpectedCharacters, place: Span) -> Diagnostic:
    start = place.start + (slip.pos_in_stream or 0)
    span = Span(place.file, start, start + 1)
    if span.text == '"':
        return Unclosed(span=span, text="a string is opened and not closed on its line", label="opened here")
    return StrayCharacter(
        span=span, text=f"the character `{span.text}` begins nothing in the language", help="remove it"
    )


def _token(slip: UnexpectedToken, place: Span) -> Diagnostic:
    token: Token = slip.token
    wanted = describe(slip.accepts or slip.expected)
    if token.type == "$END":
        end = len(place.text.rstrip())
        span = Span(place.file, place.start + end, place.start + end)
        return SyntaxSlip(span=span, text="the text ends too early", label=f"expected {wanted}")
    if token.type == "SLASH":
        help = "a stride stands after a comma, as in `conv 3x3, 64, /2`; a division stands in parentheses"
        return SyntaxSlip(span=_at(token, place), text="`/` cannot stand here", label=f"expected {wanted}", help=help)
    shown = "the end of the line" if token.type == "SEPARATOR" else f"`{token}`"
    help = repair(token, set(slip.accepts or slip.expected))
    return SyntaxSlip(span=_at(token, place), text=f"{shown} cannot stand here", label=f"expected {wanted}", help=help)


def _at(token: Token, place: Span) -> Span:
    start, end = token.start_pos or 0, token.end_pos or 0
    return Span(place.file, place.start + start, place.start + end)
