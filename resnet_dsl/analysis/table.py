"""Tables of texts, aligned for people or as HTML for notebooks."""

from dataclasses import dataclass
from html import escape

GAP = "  "
NARROWEST = 24


@dataclass(frozen=True)
class Column:
    """A column: its title, whether it is set to the right, and whether it may be cut where room is short."""

    title: str
    right: bool = False
    elastic: bool = False


@dataclass(frozen=True)
class Table:
    """Columns and rows of texts; leading spaces of a cell are its indentation."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self, width: int | None = None) -> str:
        """Lines with aligned columns; with `width`, elastic columns are cut to keep to it where they can."""
        cells = [tuple(column.title for column in self.columns), *self.rows]
        widths = self._widths(cells, width)
        return "\n".join(self._line(row, widths) for row in cells)

    def html(self) -> str:
        """A table element; all texts are escaped."""
        head = "".join(_cell("th", column, column.title) for column in self.columns)
        body = "".join(f"<tr>{self._html_cells(row)}</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _widths(self, cells: list[tuple[str, ...]], most: int | None) -> list[int]:
        widths = [max(map(len, texts)) for texts in zip(*cells, strict=True)]
        for i, column in enumerate(self.columns):
            excess = sum(widths) + len(GAP) * (len(widths) - 1) - most if most is not None else 0
            if column.elastic and excess > 0:
                widths[i] = min(widths[i], max(NARROWEST, widths[i] - excess))
        return widths

    def _line(self, row: tuple[str, ...], widths: list[int]) -> str:
        cells = []
        for text, column, width in zip(row, self.columns, widths, strict=True):
            text = text if len(text) <= width else text[: width - 1] + "…"
            cells.append(text.rjust(width) if column.right else text.ljust(width))
        return GAP.join(cells).rstrip()

    def _html_cells(self, row: tuple[str, ...]) -> str:
        return "".join(_cell("td", column, text) for column, text in zip(self.columns, row, strict=True))


def _cell(tag: str, column: Column, text: str) -> str:
    side = "right" if column.right else "left"
    indent = "&nbsp;" * (len(text) - len(text.lstrip()))
    return f'<{tag} style="text-align: {side}">{indent}{escape(text.lstrip())}</{tag}>'
