"""Rendered diagnostics in colour: for terminals, and for notebooks, whose ground may be white or black."""

import re
from collections.abc import Iterator
from html import escape

PART = re.compile(
    r"^(?P<error>error(?:\[\w+\])?)|^(?P<warning>warning(?:\[\w+\])?)|^(?P<arrow> *(?:-->|:::))|^(?P<help> += \w+:)",
    re.MULTILINE,
)
ANSI = {"error": "\x1b[31m\x1b[1m", "warning": "\x1b[33m\x1b[1m", "arrow": "\x1b[34m", "help": "\x1b[36m"}
RESET = "\x1b[0m"
HTML = {"error": "#db3b45", "warning": "#a07000", "arrow": "#3d7bdb", "help": "#0d8590"}
"""Each about as far from white as from black: either may be the ground."""


def as_ansi(text: str) -> str:
    """Rendered diagnostics with the escapes of terminals."""
    return "".join(f"{ANSI[role]}{piece}{RESET}" if role else piece for role, piece in _pieces(text))


def as_html(text: str) -> str:
    """Rendered diagnostics as an element of HTML; what they say is escaped."""
    inner = "".join(
        f'<b style="color: {HTML[role]}">{escape(piece)}</b>' if role else escape(piece)
        for role, piece in _pieces(text)
    )
    return f'<pre style="white-space: pre; overflow-x: auto">{inner}</pre>'


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with its role in a diagnostic; empty for what has none."""
    end = 0
    for match in PART.finditer(text):
        yield "", text[end : match.start()]
        yield str(match.lastgroup), match[0]
        end = match.end()
    yield "", text[end:]
