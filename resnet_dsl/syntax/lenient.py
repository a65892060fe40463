"""A lexer that nothing stops: what begins no token is reported, and a mark stands in its place."""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import islice
from re import MULTILINE, compile

from lark import Lark, Token

from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.source.file import Span
from resnet_dsl.syntax.slips import MOST_SLIPS, at, open_docstring, open_string, stray_character, too_many

MOST_TOKENS = 400_000
"""So many tokens of a text with slips are read: more than a text of the largest size has, unless it is none of ours."""
MARK = "MARK"
"""The type of a token that stands where something has been reported: its statement is broken."""
REST = """
OPEN_DOCSTRING.1: /\"""/
OPEN_STRING.-1: /"/
STRAY.-2: /./s
"""
CODE = compile(r"^\s*(arch|block|import|order|input|residual|stage)\b[^.]*$|[{}]\s*$", MULTILINE)


class Rank(IntEnum):
    """What of several slips on a line is told: those of the first of these kinds, the cause of the others most likely.

    Of brackets it is one alone: `OPEN` for one that is not closed, `CLOSED` for one that is not opened.
    """

    CHARACTER = 0
    OPEN = 1
    GRAMMAR = 2
    CLOSED = 3


@dataclass(frozen=True)
class Slip:
    """A finding of the syntax."""

    rank: Rank
    diagnostic: Diagnostic
    span: Span

    @property
    def is_docstring(self) -> bool:
        """Whether it is a docstring that stands in a wrong place: behind another slip it is that one's follow-up."""
        return self.span.text.startswith('"""')


def slip(rank: Rank, diagnostic: Diagnostic) -> Slip:
    """A slip at the place of its diagnostic, which every one of the syntax has."""
    assert diagnostic.span is not None
    return Slip(rank, diagnostic, diagnostic.span)


def mark(token: Token) -> Token:
    """A mark in the place of a token."""
    return Token.new_borrow_pos(MARK, "", token)


@cache
def _lexer(grammar: str) -> Lark:
    return Lark(grammar + REST, parser=None, lexer="basic")


def read_tokens(grammar: str, place: Span) -> tuple[list[Token], list[Slip]]:
    """The tokens of a text, newlines among them, and what is wrong with its characters."""
    slips: list[Slip] = []
    tokens = _lex(grammar, place.text)
    opened = _open_docstring(tokens)
    if opened is not None:
        tokens = _lex(grammar, _blank_line(place.text, opened.start_pos or 0))
        insort(tokens, opened, key=lambda token: token.start_pos or 0)
    if len(tokens) >= MOST_TOKENS:
        slips.append(slip(Rank.CHARACTER, too_many(at(tokens[-1], place))))
    return list(_marked(tokens, place, slips)), slips


def _lex(grammar: str, text: str) -> list[Token]:
    return list(islice(_lexer(grammar).lex(text), MOST_TOKENS))


def _open_docstring(tokens: list[Token]) -> Token | None:
    """The quotes of a docstring that does not end: of the first that seems to hold code, else the last ones."""
    last = next((token for token in tokens if token.type == "OPEN_DOCSTRING"), None)
    if last is None:
        return None
    docstrings = (token for token in tokens if token.type == "DOCSTRING" and CODE.search(token))
    opened = Token.new_borrow_pos("OPEN_DOCSTRING", '"""', next(docstrings, last))
    opened.end_pos = (opened.start_pos or 0) + len(opened)
    return opened


def _blank_line(text: str, start: int) -> str:
    """The text with spaces from here to the end of the line, so that all else keeps its place."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return text[:start] + " " * (end - start) + text[end:]


def _marked(stream: Iterable[Token], place: Span, slips: list[Slip]) -> Iterator[Token]:
    """The tokens, with marks in the place of those that are reported; of such in a row the first is."""
    tokens = iter(stream)
    behind = -1
    for token in tokens:
        if token.type not in REPORTS:
            yield token
            continue
        if token.start_pos != behind and len(slips) <= MOST_SLIPS:
            slips.append(slip(Rank.CHARACTER, REPORTS[token.type](at(token, place))))
        behind = token.end_pos or 0
        yield mark(token)
        if token.type == "OPEN_STRING":
            yield from _rest_of_line(tokens)


REPORTS: dict[str, Callable[[Span], Diagnostic]] = {
    "STRAY": stray_character,
    "OPEN_STRING": open_string,
    "OPEN_DOCSTRING": open_docstring,
}


def _rest_of_line(tokens: Iterator[Token]) -> Iterator[Token]:
    """Of a line that is a string by mistake, the braces that it leaves open or closes, and its end."""
    kept: list[Token] = []
    for token in tokens:
        if token.type == "NEWLINE":
            kept.append(token)
            break
        if token.type == "LBRACE":
            kept.append(token)
        if token.type == "RBRACE":
            if kept and kept[-1].type == "LBRACE":
                kept.pop()
            else:
                kept.append(token)
    yield from kept
