"""What a formatter must keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resnet_dsl.formatter.docstrings import SPACES, essence
from resnet_dsl.syntax.lexemes import Lexeme

BREAKS = ("NEWLINE", "SEMICOLON")


@dataclass(frozen=True)
class Content:
    """What the parser is given, of which equal tokens make equal trees, and the comments."""

    tokens: tuple[Any, ...]
    comments: tuple[Any, ...]

    @classmethod
    def of(cls, lexemes: Iterable[Lexeme]) -> "Content":
        """The content of a text."""
        found = [(one.kind, _kept(one)) for one in lexemes if one.kind not in BREAKS]
        tokens = tuple(one for one in found if one[0] != "COMMENT")
        return cls(tokens, tuple(one for one in found if one[0] == "COMMENT"))


def _kept(lexeme: Lexeme) -> Any:
    match lexeme.kind:
        case "SEPARATOR":
            return None
        case "COMMENT":
            return lexeme.text.rstrip(SPACES)
        case "DOCSTRING":
            return essence(lexeme.text)
    return lexeme.text
