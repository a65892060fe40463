"""A file as the formatter sees it: words, brackets and braces, with comments where they stand.

What is `None` as `flat` does not go on one line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

LABELS = ("NAME", "STRING", "INTEGER")


@dataclass(frozen=True)
class Comment:
    """A comment, the column that it begins in, and how many columns are empty before it."""

    text: str
    column: int
    room: int
    own_line: bool


@dataclass(frozen=True)
class Word:
    """A token, and what stands between it and the one before where both are on one line."""

    kind: str
    text: str
    gap: str

    @property
    def flat(self) -> str:
        """The token."""
        return self.text


# 3x3,
@dataclass(frozen=True)
class Member:
    """Parts up to a comma or a comment; `ends_line` where the author broke the line behind the comma."""

    parts: tuple["Part", ...]
    comment: Comment | None = None
    ends_line: bool = False

    @cached_property
    def flat(self) -> str | None:
        """The member on one line."""
        return None if self.comment or self.ends_line else flat(self.parts)


# (96, 128)   [1, 2]
@dataclass(frozen=True)
class Bracket:
    """Members in parentheses or square brackets; `opened` where the first stands on a line of its own."""

    opening: Word
    members: tuple[Member, ...]
    closing: Word
    opened: bool
    kind: ClassVar[str] = "BRACKET"

    @property
    def gap(self) -> str:
        """What stands before it."""
        return self.opening.gap

    @property
    def begins_with_comment(self) -> bool:
        """Whether a comment stands behind the opening sign, on its line."""
        first = self.members[0] if self.members else None
        return first is not None and not first.parts and first.comment is not None and not first.comment.own_line

    @cached_property
    def flat(self) -> str | None:
        """The bracket on one line."""
        inside = None if self.opened else _joined(self.members)
        return None if inside is None else f"{self.opening.text}{inside}{self.closing.text}"


# conv1: conv 7x7, 64, /2
@dataclass(frozen=True)
class Statement:
    """A statement or a declaration; `kind` is that of its first word, `same_line` where another stands before it."""

    kind: str
    members: tuple[Member, ...]
    comment: Comment | None = None
    blank_before: bool = False
    same_line: bool = False

    @property
    def flat(self) -> str | None:
        """The statement on one line, among others."""
        return None if self.comment or self.kind == "DOCSTRING" else self.code

    @cached_property
    def code(self) -> str | None:
        """The statement on one line, without its comment."""
        return _joined(self.members)

    @property
    def parts(self) -> tuple["Part", ...]:
        """The parts of all members."""
        return tuple(part for member in self.members for part in member.parts)

    @property
    def is_named(self) -> bool:
        """Whether it begins with `stage` or a label."""
        parts = self.members[0].parts
        return self.kind == "STAGE" or (self.kind in LABELS and len(parts) > 1 and parts[1].kind == "COLON")


@dataclass(frozen=True)
class Remark:
    """A comment on a line of its own, between statements."""

    comment: Comment
    blank_before: bool = False


# { conv 3x3, 64;  relu }
@dataclass(frozen=True)
class Body:
    """Statements in braces; `comment` stands behind the opening brace."""

    gap: str
    entries: tuple["Entry", ...]
    comment: Comment | None
    one_line: bool
    kind: ClassVar[str] = "BODY"

    @cached_property
    def flat(self) -> str | None:
        """The body on one line."""
        if not self.entries and not self.comment:
            return "{}"
        inside = [entry.flat if isinstance(entry, Statement) else None for entry in self.entries]
        if not self.one_line or self.comment or None in inside:
            return None
        return f"{{ {';  '.join(map(str, inside))} }}"


Part = Word | Bracket | Body
Entry = Statement | Remark


def flat(parts: Sequence[Part]) -> str | None:
    """Parts on one line."""
    texts: list[str] = []
    for part in parts:
        if part.flat is None:
            return None
        texts += (part.gap if texts else "", part.flat)
    return "".join(texts)


def _joined(members: Sequence[Member]) -> str | None:
    texts = [member.flat for member in members]
    return None if None in texts else " ".join(map(str, texts))
