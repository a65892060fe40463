"""The lines of one file that labels are about, with what is said under them.

What a label marks on one line is underlined. What goes over several has a bar beside it, from the line where it begins
to the one where it ends:

    3 |   y: add {
      |  ________-
    4 | |         identity
      | |         ^^^^^^^^ this arm ends in 3x8x8
    5 | |     }
      | |_____- the sum
"""

from collections.abc import Iterator
from dataclasses import dataclass

from resnet_dsl.diagnostics.cells import View, view
from resnet_dsl.source.file import SourceFile, Span

LONGEST = 6
"""Of stretches of more lines, the first two and the last are shown."""
GAP = "..."


@dataclass(frozen=True)
class Mark:
    """A place, what is said about it, and the sign that it is marked with; lines and columns count from 1."""

    span: Span
    text: str
    sign: str

    @property
    def start(self) -> tuple[int, int]:
        """Line and column where it begins."""
        return self.span.file.position(self.span.start)

    @property
    def end(self) -> tuple[int, int]:
        """Line and column behind its last visible character."""
        seen = len(self.span.text.rstrip())
        return self.span.file.position(self.span.start + seen)

    @property
    def lines(self) -> range:
        """The lines that it goes over."""
        return range(self.start[0], self.end[0] + 1)

    def columns(self, line: str) -> tuple[int, int]:
        """The characters, from 0, that it takes of the line where it begins."""
        end = self.end[1] - 1 if len(self.lines) == 1 else len(line)
        return self.start[1] - 1, end


def shown_lines(marks: list[Mark]) -> list[int]:
    """The lines of an excerpt; of long stretches only some, and no gap of a single line."""
    shown: set[int] = set()
    for mark in marks:
        lines = mark.lines
        shown |= set(lines if len(lines) <= LONGEST else (*lines[:2], lines[-1]))
    return sorted(shown | {line + 1 for line in shown if line + 2 in shown})


def excerpt(marks: list[Mark], gutter: int, width: int) -> list[str]:
    """The lines, numbered in a gutter, and what is said under each; `marks` are of one file."""
    bars = sorted((mark for mark in marks if len(mark.lines) > 1), key=lambda mark: (mark.start, -mark.end[0]))
    room = max(width - gutter - 3 - 2 * len(bars), 8)
    source = marks[0].span.file
    rows = [f"{' ' * gutter} |"]
    before = None
    for number in shown_lines(marks):
        if before is not None and number > before + 1:
            rows.append(GAP)
        rows += _line(number, [mark for mark in marks if mark not in bars], bars, source, gutter, room)
        before = number
    return rows


def _line(number: int, marks: list[Mark], bars: list[Mark], source: SourceFile, gutter: int, room: int) -> list[str]:
    text = source.line(number)
    here = [mark for mark in marks if mark.start[0] == number]
    first = here[:1] or [mark for mark in bars if mark.start[0] == number]
    seen = view(text, room, _focus(here, text, room) if here else (first[0].columns(text) if first else (0, 0)))
    head = f"{number:>{gutter}} | {_margin(bars, number, below=False)}{seen.text}".rstrip()
    blank = f"{' ' * gutter} | "
    below = [_margin(bars, number, below=True) + row for row in underline(here, text, seen)]
    return [head, *(f"{blank}{row}".rstrip() for row in (*below, *_ends(number, text, bars, seen)))]


def _focus(marks: list[Mark], text: str, room: int) -> tuple[int, int]:
    """What of a line must be seen: all that is marked, or the first mark where that is too much."""
    columns = [mark.columns(text) for mark in marks]
    low, high = min(start for start, _ in columns), max(end for _, end in columns)
    return (low, high) if high - low < room - 2 else columns[0]


def underline(marks: list[Mark], text: str, seen: View) -> list[str]:
    """The rows under a line: all that is marked, then what is said, from right to left."""
    if not marks:
        return []
    places = [(*seen.cells(*mark.columns(text)), mark) for mark in marks]
    row = [" "] * max(end for _, end, _ in places)
    for start, end, mark in sorted(places, key=lambda place: place[2].sign == "^"):
        row[start:end] = mark.sign * (end - start)
    last = max(places, key=lambda place: (place[1], place[0]))
    rows = [f"{''.join(row)} {last[2].text}".rstrip()]
    hanging = sorted(
        ((start, mark.text) for start, _, mark in places if mark is not last[2] and mark.text), reverse=True
    )
    if hanging:
        rows.append(_bars(start for start, _ in hanging))
    for place, (start, said) in enumerate(hanging):
        left = _bars(other for other, _ in hanging[place + 1 :] if other < start)
        rows.append(f"{left:<{start}}{said}")
    return rows


def _bars(columns: Iterator[int]) -> str:
    chosen = set(columns)
    return "".join("|" if column in chosen else " " for column in range(max(chosen, default=-1) + 1))


def _margin(bars: list[Mark], number: int, *, below: bool) -> str:
    """The bars beside a line, or beside what stands under it."""
    return "".join(_bar(mark, number, below=below) for mark in bars)


def _bar(mark: Mark, number: int, *, below: bool) -> str:
    if mark.start[0] == number and _is_first(mark):
        return "| " if below else "/ "
    return "| " if mark.start[0] < number <= mark.end[0] else "  "


def _is_first(mark: Mark) -> bool:
    """Whether nothing stands before it on its line: the bar then begins beside it."""
    line, column = mark.start
    return not mark.span.file.line(line)[: column - 1].strip()


def _ends(number: int, text: str, bars: list[Mark], seen: View) -> Iterator[str]:
    """The rows under a line from which bars come or to which they go."""
    for place, mark in enumerate(bars):
        starts, ends = mark.start[0] == number and not _is_first(mark), mark.end[0] == number
        if not (starts or ends):
            continue
        left = _margin(bars[:place], number, below=True)
        column = mark.start[1] - 1 if starts else max(mark.end[1] - 2, 0)
        reach = "_" * (2 * (len(bars) - place) - 1 + seen.cells(column, column + 1)[0])
        yield f"{left}{' ' if starts else '|'}{reach}{mark.sign}{f' {mark.text}' if ends and mark.text else ''}"
