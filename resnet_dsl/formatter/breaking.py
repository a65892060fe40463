"""Where a statement that is too long for a line can be broken."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from resnet_dsl.formatter.document import Body, Bracket, Member, Part
from resnet_dsl.formatter.rows import LONGEST
from resnet_dsl.formatter.spacing import INDEXED

OPERATORS = (
    {"IF", "ELSE"},
    {"OR"},
    {"AND"},
    {"COMPARE"},
    {"PLUS", "MINUS"},
    {"STAR", "DIVIDE", "FLOOR_DIVIDE", "PERCENT"},
)
"""What an expression is broken before, from the loosest."""


def widths(parts: Sequence[Part], column: int, base: int, chosen: Sequence[Bracket] = ()) -> list[int]:
    """How wide the lines become: from `column`, and from `base` behind what does not fit on a line or is chosen."""
    open_ones = set(map(id, chosen))
    found: list[int] = []
    width = column - len(parts[0].gap)
    for part in parts:
        width += len(part.gap)
        if part.flat is not None and id(part) not in open_ones:
            width += len(part.flat)
        else:
            found.append(width + 1)
            width = base + 1
    return [*found, width]


def opened(parts: Sequence[Part], column: int, base: int) -> list[Bracket]:
    """The brackets to open so that no line is too long, or as few as help: the widest ones."""
    able = [part for part in parts if isinstance(part, Bracket) and part.flat is not None and part.members]
    able.sort(key=lambda bracket: len(bracket.flat or ""), reverse=True)

    def widest(number: int) -> int:
        return max(widths(parts, column, base, able[:number]))

    goal = max(LONGEST, widest(len(able)))
    return able[: bisect_left(range(len(able)), True, key=lambda number: widest(number) <= goal)]


def unfolded(member: Member, indent: int) -> Member:
    """The member of a statement; where a line of it is too long, its braces are opened."""
    if not member.parts or max(widths(member.parts, indent, indent)) <= LONGEST:
        return member
    parts = (replace(part, one_line=False) if isinstance(part, Body) else part for part in member.parts)
    return replace(member, parts=tuple(parts))


def operands(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """The parts in groups, each of which but the first begins with one of the loosest operators between them."""
    places = [number for number, (before, part) in enumerate(pairwise(parts), 1) if _is_operator(before, part)]
    loosest = next((kinds for kinds in OPERATORS if any(parts[place].kind in kinds for place in places)), set())
    start = 0
    for place in places:
        if parts[place].kind in loosest:
            yield parts[start:place]
            start = place
    yield parts[start:]


def _is_operator(before: Part, part: Part) -> bool:
    """Whether a part stands between two operands, unlike a sign."""
    is_operand = isinstance(before, Bracket) or before.kind in INDEXED
    return is_operand and any(part.kind in kinds for kinds in OPERATORS)
