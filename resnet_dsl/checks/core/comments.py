"""The comments of a text. The grammar ignores them, so they are found here, past strings and docstrings."""

import re
from collections.abc import Iterator

from resnet_dsl.source.file import SourceFile, Span

TOKEN = re.compile(r'"""(?:[^"]|"(?!""))*"""|"[^"\n]*"|(?P<comment>#[^\n]*)')


def comments(source: SourceFile) -> Iterator[Span]:
    """The comments, each from its `#` to the end of its line."""
    for match in TOKEN.finditer(source.text):
        if match["comment"]:
            yield Span(source, match.start(), match.end())


def without_comments(span: Span) -> str:
    """The text of a span, of the same length, with spaces for its comments."""
    return TOKEN.sub(lambda match: " " * len(match[0]) if match["comment"] else match[0], span.text)
