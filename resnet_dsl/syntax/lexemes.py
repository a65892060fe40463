"""The tokens of a text as the parser is given them, with the comments and line breaks between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resnet_dsl.syntax.parse import tokens

BETWEEN = re.compile(r"(?P<COMMENT>#[^\n]*)|(?P<NEWLINE>\n)|(?P<SEMICOLON>;)")
"""What may stand between two tokens, besides spaces."""


@dataclass(frozen=True)
class Lexeme:
    """A token, by the name that the grammar has for its kind; a `COMMENT`; or a `NEWLINE` or `SEMICOLON`.

    Of the last two, one that ends a statement is a `SEPARATOR`.
    """

    kind: str
    text: str
    start: int


def lexemes(text: str) -> Iterator[Lexeme]:
    """Everything in a text but its spaces, in order. The text is one that the parser takes."""
    done, separator = 0, -1
    for token in tokens(text):
        start = token.start_pos or 0
        if token.type == "SEPARATOR":
            separator = start
            continue
        yield from _between(text, done, start, separator)
        yield Lexeme(token.type, str(token), start)
        done = start + len(token)
    yield from _between(text, done, len(text), -1)


def _between(text: str, start: int, end: int, separator: int) -> Iterator[Lexeme]:
    for found in BETWEEN.finditer(text, start, end):
        kind = "SEPARATOR" if found.start() == separator else str(found.lastgroup)
        yield Lexeme(kind, found[0], found.start())
