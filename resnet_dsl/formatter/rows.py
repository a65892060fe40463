"""The lines of the result, and what is aligned in consecutive ones: comments, and the counts of repeats."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from resnet_dsl.formatter.document import Comment

LONGEST = 120
APART = 2


@dataclass
class Row:
    """A line: its code, the comment behind it, and the offset of its `x` where it is a named repeat."""

    code: str
    comment: Comment | None = None
    times: int | None = None

    def __str__(self) -> str:
        return f"{self.code}{self.comment.text if self.comment else ''}".rstrip(" ")


def align(rows: list[Row]) -> None:
    """Align what belongs together."""
    for group in _groups(rows, lambda row: row.times is not None):
        _align_repeats(group)
    for group in _groups(rows, lambda row: row.comment and row.comment.column):
        _align_comments(group)


def _groups(rows: list[Row], key: Callable[[Row], object]) -> Iterator[list[Row]]:
    return (list(group) for common, group in groupby(rows, key) if common)


def _align_repeats(rows: list[Row]) -> None:
    column = max(len(row.code[: row.times].rstrip()) for row in rows) + APART
    texts = [row.code[: row.times].rstrip().ljust(column) + row.code[row.times :] for row in rows]
    if len(rows) > 1 and max(map(len, texts)) <= LONGEST:
        for row, text in zip(rows, texts, strict=True):
            row.code = text


def _align_comments(rows: list[Row]) -> None:
    """Comments of one column stay in one; where one was near its code, one is again."""
    comments = [row.comment for row in rows if row.comment]
    column = max(len(row.code) for row in rows) + APART
    if min(comment.room for comment in comments) > APART:
        column = max(column, comments[0].column)
    for row in rows:
        row.code = row.code.ljust(column)
