"""Tables of which a cell has several lines, and which go on below where they are too wide."""

from collections.abc import Iterator
from dataclasses import dataclass

GAP = "  "


@dataclass(frozen=True)
class Block:
    """A row: the texts that begin it, and a cell of lines for each column; a `shared` one has one for all of them."""

    begin: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    shared: bool = False


@dataclass(frozen=True)
class Panels:
    """Titles of what begins the rows, titles of the columns, and the rows."""

    begin: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Block, ...]

    def text(self, width: int | None = None) -> str:
        """Aligned lines, in as many panels below each other as `width` asks for."""
        left = self._left()
        sides = self._widths()
        panels = _divided(sides, None if width is None else width - sum(left) - len(GAP) * len(left))
        return "\n\n".join("\n".join(self._panel(left, sides, panel)) for panel in panels)

    def _left(self) -> list[int]:
        """The widths of the beginnings; the text of one that stands alone takes the room of all."""
        full = [row.begin for row in self.rows if any(row.begin[1:])]
        left = [max(map(len, texts)) for texts in zip(self.begin, *full, strict=True)]
        alone = max((len(row.begin[0]) for row in self.rows), default=0)
        left[-1] += max(0, alone - _total(left))
        return left

    def _widths(self) -> list[int]:
        """The widths of the columns by what is theirs alone."""
        own = [row.cells for row in self.rows if not row.shared or len(self.columns) == 1]
        texts = ((title, *(line for cells in own for line in cells[i])) for i, title in enumerate(self.columns))
        return [max(map(len, lines)) for lines in texts]

    def _panel(self, left: list[int], sides: list[int], columns: range) -> Iterator[str]:
        widths = [sides[i] for i in columns]
        shared = [line for row in self.rows if row.shared for line in row.cells[0]]
        widths[-1] += max(0, max(map(len, shared), default=0) - _total(widths))
        yield _line(self.begin, left, [f"{self.columns[i]:<{width}}" for i, width in zip(columns, widths, strict=True)])
        for row in self.rows:
            if row.shared and len(columns) > 1:
                cells, room = [row.cells[0]], [_total(widths)]
            else:
                cells, room = [row.cells[i] for i in columns], widths
            yield from _lines(row.begin, left, cells, room, centred=row.shared)


def _divided(widths: list[int], room: int | None) -> Iterator[range]:
    """The columns of each panel: as many as there is room for, one at least."""
    start = 0
    for i in range(1, len(widths) + 1):
        if i == len(widths) or (room is not None and _total(widths[start : i + 1]) > room):
            yield range(start, i)
            start = i


def _total(widths: list[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _lines(
    begin: tuple[str, ...], left: list[int], cells: list[tuple[str, ...]], room: list[int], *, centred: bool
) -> Iterator[str]:
    """The lines of a row, the shorter cells in the middle of its height."""
    height = max(map(len, cells))
    middle = (height - 1) // 2
    for i in range(height):
        texts = []
        for cell, width in zip(cells, room, strict=True):
            at = i - (height - len(cell)) // 2
            text = cell[at] if 0 <= at < len(cell) else ""
            indent = (width - max(map(len, cell), default=0)) // 2 if centred else 0
            texts.append((" " * indent + text).ljust(width))
        yield _line(begin if i == middle else ("",) * len(begin), left, texts)


def _line(begin: tuple[str, ...], left: list[int], texts: list[str]) -> str:
    head = GAP.join(text.ljust(width) for text, width in zip(begin, left, strict=True))
    room = _total(left)
    return GAP.join([(begin[0].ljust(room) if len(begin[0]) > left[0] else head)[:room], *texts]).rstrip()
