"""A source text with a name, and spans of it."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class SourceFile:
    """A text and the name it is shown under. Lines and columns count from 1, columns in code points."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column."""
        return self._starts[line - 1] + column - 1

    def span(self, start: tuple[int, int], end: tuple[int, int]) -> "Span":
        """The stretch of text between two places, each a line and a column; the end is exclusive."""
        return Span(self, self.offset(*start), self.offset(*end))

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        if number > len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else None].rstrip("\r")


@dataclass(frozen=True)
class Span:
    """A stretch of a source file: offsets from `start` up to, and not including, `end`."""

    file: SourceFile = field(repr=False)
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must run forward: {self.start}..{self.end}")

    def __str__(self) -> str:
        line, column = self.file.position(self.start)
        return f"{self.file.name}:{line}:{column}"

    @property
    def text(self) -> str:
        """The text of this stretch."""
        return self.file.text[self.start : self.end]

    def to(self, other: "Span") -> "Span":
        """The span from the start of this one to the end of another in the same file."""
        return Span(self.file, self.start, max(self.end, other.end))
