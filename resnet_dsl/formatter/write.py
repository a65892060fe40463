"""From a document to lines.

What the author broke behind a comma or opened behind a bracket or brace stays so. A line that is too long is broken
from the outside in: its braces are opened, then it is broken behind commas, then its widest brackets are opened; in
brackets it is broken before operators too.
"""

from collections.abc import Iterable

from resnet_dsl.formatter.breaking import opened, operands, unfolded, widths
from resnet_dsl.formatter.docstrings import reindented
from resnet_dsl.formatter.document import Body, Bracket, Comment, Entry, Member, Part, Remark, Statement, flat
from resnet_dsl.formatter.join import join
from resnet_dsl.formatter.rows import LONGEST, Row

STEP = 4
REPEATS = ("TIMES", "X")


def write(entries: Iterable[Entry]) -> list[Row]:
    """The lines of a file."""
    writer = _Writer()
    writer.entries(entries, 0)
    return writer.rows


class _Writer:
    """The lines so far, the open one, and the indentation of the next."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._open: list[str] = []
        self._width = 0
        self._base = 0
        self._indent = 0

    def entries(self, entries: Iterable[Entry], indent: int) -> None:
        for entry in entries:
            if entry.blank_before:
                self.rows.append(Row(""))
            self._indent = indent
            match entry:
                case Remark():
                    self._comment(entry.comment)
                case Statement(kind="DOCSTRING"):
                    self._docstring(entry)
                case Statement():
                    self._statement(entry)

    def _docstring(self, statement: Statement) -> None:
        self.rows += map(Row, reindented(flat(statement.parts) or "", self._indent))
        self.rows[-1].comment = statement.comment

    def _statement(self, statement: Statement) -> None:
        first, indent = len(self.rows), self._indent
        for member in statement.members:
            self._member(unfolded(member, indent), within=False)
            self._indent = indent + STEP
        if len(self.rows) == first:
            self._end(statement.comment)
            self.rows[first].times = _times(statement.parts, indent) if statement.is_named else None
        elif statement.comment and statement.code is not None:
            self._end()
            self.rows.insert(first, Row(" " * indent + statement.comment.text))
        else:
            self._end(statement.comment)

    def _member(self, member: Member, *, within: bool) -> None:
        whole = not member.parts or self._parts(member.parts, within=within)
        if member.comment:
            self._comment(member.comment)
        elif member.ends_line or (within and not whole):
            self._end()

    def _parts(self, parts: tuple[Part, ...], *, within: bool) -> bool:
        """Write them, and say whether they stand on one line."""
        text = flat(parts)
        if self._open and ((within and text is None) or not self._fits(parts)):
            self._end()
        if text is not None and self._fits(parts):
            self._add(text, parts[0].gap)
            return True
        pieces = list(operands(parts)) if within else [parts]
        if len(pieces) == 1:
            self._broken(parts)
            return False
        for piece in pieces:
            self._parts(piece, within=True)
        return False

    def _fits(self, parts: tuple[Part, ...]) -> bool:
        """Whether they fit on the open line, or on a new one: up to the first break that they have anyway."""
        return widths(parts, self._column(parts[0].gap), 0)[0] <= LONGEST

    def _column(self, gap: str) -> int:
        return self._width + len(gap) if self._open else self._indent

    def _broken(self, parts: tuple[Part, ...]) -> None:
        base = self._base if self._open else self._indent
        chosen = {id(bracket) for bracket in opened(parts, self._column(parts[0].gap), base)}
        for part in parts:
            if part.flat is not None and id(part) not in chosen:
                self._add(part.flat, part.gap)
            elif isinstance(part, Bracket):
                self._bracket(part)
            elif isinstance(part, Body):
                self._body(part)

    def _bracket(self, bracket: Bracket) -> None:
        self._add(bracket.opening.text, bracket.gap)
        base, indent = self._base, self._indent
        if not bracket.begins_with_comment:
            self._end()
        self._indent = base + STEP
        for member in bracket.members:
            self._member(member, within=True)
        self._end()
        self._close(bracket.closing.text, base, indent)

    def _body(self, body: Body) -> None:
        self._add("{", body.gap)
        base, indent = self._base, self._indent
        self._end(body.comment)
        self.entries(join(body.entries, base + STEP), base + STEP)
        self._close("}", base, indent)

    def _close(self, text: str, base: int, indent: int) -> None:
        self._indent = base
        self._add(text, "")
        self._indent = indent

    def _comment(self, comment: Comment) -> None:
        if self._open and not comment.own_line:
            self._end(comment)
            return
        self._end()
        above = self.rows[-1].comment if self.rows else None
        goes_on = above is not None and above.column == comment.column
        self.rows.append(Row("", comment) if goes_on else Row(" " * self._indent + comment.text))

    def _add(self, text: str, gap: str) -> None:
        if not self._open:
            self._base = self._indent
            gap = " " * self._indent
            self._width = 0
        self._open += (gap, text)
        self._width += len(gap) + len(text)

    def _end(self, comment: Comment | None = None) -> None:
        if self._open:
            self.rows.append(Row("".join(self._open), comment))
        self._open = []


def _times(parts: tuple[Part, ...], indent: int) -> int | None:
    """The column of the count of a repeat."""
    for number, part in enumerate(parts):
        if part.kind in REPEATS:
            return indent + len(flat(parts[:number]) or "") + len(part.gap)
    return None
