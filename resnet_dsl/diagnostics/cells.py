"""How wide text is on a terminal, and how a line is shown in the room that there is."""

from dataclasses import dataclass
from itertools import accumulate
from unicodedata import category, east_asian_width

TAB = 4
CUT = "…"
UNSEEN = {
    code: 0xFFFD
    for code in (*range(32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\t\n"
}
"""What steers a terminal, breaks lines or turns the direction of text: a file's own could hide what it says."""
JOINER, EMOJI_FORM = "\u200d", "\ufe0f"
SKIN_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True)
class View:
    """A line as it is shown: its text, and the cell that each character begins at, the end included.

    Where only a part of the line was looked at, `offset` is where that begins.
    """

    text: str
    starts: tuple[int, ...]
    offset: int = 0

    def cells(self, start: int, end: int) -> tuple[int, int]:
        """The cells of a stretch of the line, in characters from 0; one at least."""
        first, behind = (self.starts[_clamp(place - self.offset, len(self.starts) - 1)] for place in (start, end))
        return first, max(behind, first + 1)


def view(line: str, room: int, focus: tuple[int, int]) -> View:
    """A line in at most `room` cells: where it is longer it is cut around the characters `focus`."""
    offset = max(0, focus[0] - 2 * room)
    part = line[offset : focus[0] + 4 * room].translate(UNSEEN)
    widths = _widths(part)
    starts = list(accumulate(widths, initial=0))
    shown = [" " * width if character == "\t" else character for character, width in zip(part, widths, strict=True)]
    if len(part) == len(line) and starts[-1] <= room:
        return View("".join(shown), tuple(starts))
    low, high = _window(starts, room, (focus[0] - offset, focus[1] - offset))
    left, right = CUT if offset + low else "", CUT if offset + high < len(line) else ""
    moved = starts[low] - len(left)
    cells = (_clamp(cell, starts[high], starts[low]) - moved for cell in starts)
    return View(left + "".join(shown[low:high]) + right, tuple(cells), offset)


def _clamp(value: int, most: int, least: int = 0) -> int:
    return max(least, min(value, most))


def _window(starts: list[int], room: int, focus: tuple[int, int]) -> tuple[int, int]:
    """The characters that are shown: the focus in the middle, or its beginning where it is longer."""
    last = len(starts) - 1
    first, end = (starts[min(place, last)] for place in focus)
    inner = max(room - 2 * len(CUT), 1)
    begin = first if end - first > inner else first - (inner - (end - first)) // 2
    begin = max(0, min(begin, starts[-1] - inner))
    low = next(place for place in range(last + 1) if starts[place] >= begin)
    high = max((place for place in range(low, last + 1) if starts[place] - starts[low] <= inner), default=low)
    return low, high


def _widths(line: str) -> list[int]:
    widths: list[int] = []
    at, before = 0, ""
    for character in line:
        last = widths[-1] if widths else 0
        widths.append(TAB - at % TAB if character == "\t" else _width(character, before, last))
        at, before = at + widths[-1], character
    return widths


def _width(character: str, before: str, last: int) -> int:
    """The cells of a character behind another, which takes `last` of them."""
    if character == EMOJI_FORM:
        return int(last == 1)
    if before == JOINER or (ord(character) in SKIN_TONES and last == 2):
        return 0
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
