"""Tables in Markdown, as GitHub reads it."""

import re
from collections.abc import Iterable, Sequence
from html import escape as escape_html

SPECIAL = re.compile(r"([\\`*_|~]|(?<=\])[(:])")


def escape(text: str) -> str:
    """A text that Markdown shows as it stands; spaces at its beginning stay."""
    words = text.lstrip(" ")
    return "&nbsp;" * (len(text) - len(words)) + SPECIAL.sub(r"\\\1", escape_html(words, quote=False))


def table(titles: Sequence[str], right: Sequence[bool], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, which are escaped; columns of which `right` is true are set to the right."""
    rule = (("--:" if side else "---") for side in right)
    return "\n".join([_line(map(escape, titles)), _line(rule), *(_line(map(escape, row)) for row in rows)])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
