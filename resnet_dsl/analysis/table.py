"""Tables of texts, aligned for people or as HTML for notebooks."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from re import search

GAP = "  "
NARROWEST = 20


@dataclass(frozen=True)
class Column:
    """A column: its title, whether it is set to the right, and whether it may be cut where room is short.

    A `spare` one may be left out where cutting is not enough, of several the one with the greatest number first.
    """

    title: str
    right: bool = False
    elastic: bool = False
    spare: int = 0


@dataclass(frozen=True)
class Table:
    """Columns and rows of texts; leading spaces of a cell are its indentation.

    A row of one text in a table of several columns is a heading over the rows behind it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """How wide its lines are where nothing is cut."""
        return _total(self._widths(None))

    def fitting(self, width: int) -> "Table":
        """This without the spare columns that there is no room for."""
        spare = max(self.columns, key=lambda column: column.spare)
        if not spare.spare or _total(self._widths(width)) <= width:
            return self
        at = self.columns.index(spare)
        rows = (row if self._heads(row) else row[:at] + row[at + 1 :] for row in self.rows)
        return Table(self.columns[:at] + self.columns[at + 1 :], tuple(rows)).fitting(width)

    def text(self, width: int | None = None, mark: Callable[[str], str] = str) -> str:
        """Lines with aligned columns, an empty one before each heading; `mark` is applied to titles and headings.

        With `width`, elastic columns are cut and spare ones left out to keep to it where they can.
        """
        table = self if width is None else self.fitting(width)
        widths = table._widths(width)
        titles = mark(table._line(tuple(column.title for column in table.columns), widths))
        lines = (f"\n{mark(row[0])}" if table._heads(row) else table._line(row, widths) for row in table.rows)
        return "\n".join([titles, *lines])

    def html(self) -> str:
        """A table element; all texts are escaped."""
        head = "".join(_cell("th", column, column.title) for column in self.columns)
        body = "".join(f"<tr>{self._html_cells(row)}</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _heads(self, row: tuple[str, ...]) -> bool:
        return len(row) < len(self.columns)

    def _widths(self, most: int | None) -> list[int]:
        rows = [row for row in self.rows if not self._heads(row)]
        cells = zip(*(tuple(column.title for column in self.columns), *rows), strict=True)
        widths = [max(map(len, texts)) for texts in cells]
        for i, column in enumerate(self.columns):
            excess = _total(widths) - most if most is not None else 0
            if column.elastic and excess > 0:
                widths[i] = min(widths[i], max(NARROWEST, widths[i] - excess))
        return widths

    def _line(self, row: tuple[str, ...], widths: list[int]) -> str:
        cells = []
        for text, column, width in zip(row, self.columns, widths, strict=True):
            text = _cut(text, width)
            cells.append(text.rjust(width) if column.right else text.ljust(width))
        return GAP.join(cells).rstrip()

    def _html_cells(self, row: tuple[str, ...]) -> str:
        if self._heads(row):
            return f'<th colspan="{len(self.columns)}" style="text-align: left">{escape(row[0])}</th>'
        return "".join(_cell("td", column, text) for column, text in zip(self.columns, row, strict=True))


def _cut(text: str, width: int) -> str:
    """The text in at most `width` places; how often something runs, ` ×3` at the end, is never cut off."""
    if len(text) <= width:
        return text
    found = search(r" ×[\d,]+$", text)
    times = found[0] if found else ""
    return f"{text[: width - 1 - len(times)]}…{times}" if len(times) < width else text


def _total(widths: list[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _cell(tag: str, column: Column, text: str) -> str:
    side = "right" if column.right else "left"
    indent = "&nbsp;" * (len(text) - len(text.lstrip()))
    return f'<{tag} style="text-align: {side}">{indent}{escape(text.lstrip())}</{tag}>'
