"""One page: the strip, cut into columns where it is too long, the cards and the legend beside it, the title above."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log

from resnet_dsl.backends.graphviz.cuts import Segment, piece_id, segments
from resnet_dsl.backends.graphviz.geometry import Curve, Layout, Rectangle

GAP, LANE, MOST_COLUMNS = 30.0, 8.0, 6
"""Between columns, between the edges that lead from one column to the next, and how many columns there are at most."""
MOST_EDGES = 8
"""How many edges may be cut at once where a strip that is cut at single ones is too long for its page."""
UNEVEN = 1.4
"""A strip is not cut where its longest part would be so much longer than the mean one."""
LONGEST, COST_OF_LENGTH = 2.7, 10.0
"""What is longer than so many times its width, or wider, is hardly a page any more."""
COST_OF_A_CUT = 0.15
"""A cut is worth it where the page comes nearer to the wanted one by so much, in the logarithm of its proportions or of
how much of it is used."""


@dataclass(frozen=True)
class Plan:
    """How the page is divided: the strip into segments, the cards into columns."""

    strip: list[Segment]
    columns: list[list[Layout]]

    @property
    def width(self) -> float:
        """The width of the page."""
        widths = [segment.layout.bounds.width for segment in self.strip]
        widths += [max(card.bounds.width for card in column) for column in self.columns]
        return sum(widths) + GAP * (len(widths) - 1) + sum(_room(part) - GAP for part in self.strip)

    @property
    def height(self) -> float:
        """The height of the page, without the title."""
        heights = [segment.layout.bounds.height for segment in self.strip]
        return max([*heights, *map(_height, self.columns)])

    def cost(self, page: float) -> float:
        """How far this is from a good page: by its proportions (`page` is the wanted one), by cuts, by waste."""
        proportions = abs(log(self.height / self.width / page))
        cut = sum(len(part.edges) for part in self.strip)
        return proportions + COST_OF_A_CUT * cut + self._waste + COST_OF_LENGTH * self.too_long

    @property
    def too_long(self) -> float:
        """By how much this is longer or wider than any page, as a logarithm."""
        return max(0.0, abs(log(self.height / self.width)) - log(LONGEST))

    @property
    def _waste(self) -> float:
        """How many times larger the page is than all that stands on it, as a logarithm."""
        there = [segment.layout.bounds for segment in self.strip]
        there += [card.bounds for column in self.columns for card in column]
        return log(self.width * self.height / sum(one.width * one.height for one in there))


def compose(strip: Layout, cards: list[Layout], page: float, divisible: frozenset[str] = frozenset()) -> Layout:
    """The strip and the cards on one page of about the proportions wanted, its top left corner at the origin.

    Of the frames of the strip the `divisible` ones may be drawn in parts.
    """
    best = _best(strip, cards, page, divisible)
    placed = Layout()
    ends: list[Layout] = []
    left = 0.0
    for segment in best.strip:
        ends.append(segment.layout.at(left, 0))
        placed.take(ends[-1])
        left += segment.layout.bounds.width + _room(segment)
    _join(best.strip, ends, placed)
    for column in best.columns:
        _stack(column, left, placed)
        left += max(card.bounds.width for card in column) + GAP
    return placed


def _best(strip: Layout, cards: list[Layout], page: float, divisible: frozenset[str]) -> Plan:
    """The best division that cuts single edges, or several at once where the page would be too long."""
    single, many = (
        min(_plans(strip, cards, divisible, most), key=lambda plan: plan.cost(page)) for most in (1, MOST_EDGES)
    )
    return many if single.too_long else single


def _plans(strip: Layout, cards: list[Layout], divisible: frozenset[str], most: int) -> list[Plan]:
    cut = [parts for count in range(1, MOST_COLUMNS + 1) if _even(parts := segments(strip, count, divisible, most))]
    stood = [_columns(cards, count) for count in range(1, min(len(cards), MOST_COLUMNS) + 1)] or [[]]
    return [Plan(parts, columns) for parts in cut for columns in stood]


def _even(parts: list[Segment]) -> bool:
    heights = [part.layout.bounds.height for part in parts]
    return max(heights) <= UNEVEN * sum(heights) / len(heights)


def _columns(cards: list[Layout], count: int) -> list[list[Layout]]:
    """The cards, in their order, in columns of about one height."""
    limit = max(_height(cards) / count, *(card.bounds.height for card in cards))
    found: list[list[Layout]] = [[]]
    for card in cards:
        if found[-1] and _height([*found[-1], card]) > limit * 1.1:
            found.append([])
        found[-1].append(card)
    return found


def _height(column: list[Layout]) -> float:
    return sum(card.bounds.height for card in column) + GAP * (len(column) - 1)


def _stack(column: list[Layout], left: float, placed: Layout) -> None:
    top = 0.0
    for card in column:
        placed.take(card.at(left, top))
        top -= card.bounds.height + GAP


def _room(part: Segment) -> float:
    """What is left free behind a column, for the edges that lead on from it."""
    return GAP + LANE * max(0, len(part.edges) - 1)


def _join(parts: list[Segment], ends: list[Layout], placed: Layout) -> None:
    """Draw the edges that were cut: down, past the column, up, and into the next one, none across another."""
    for i, (part, here) in enumerate(zip(parts, ends, strict=True)):
        for lane, id in enumerate(reversed(part.edges)):
            before = placed.edges.pop(id, None) or placed.edges.pop(piece_id(id, i))
            after = placed.edges.pop(piece_id(id, i + 1))
            placed.edges[id] = _around(before, after, here.bounds, (lane, len(part.edges) - 1 - lane))


def _around(before: Curve, after: Curve, column: Rectangle, lanes: tuple[int, int]) -> Curve:
    """Two pieces of an edge, joined round a column; `lanes` is how many edges lie inside of it, and outside."""
    inside, outside = lanes
    start, end = before.points[-1], after.points[0]
    low, high = column.bottom - LANE * (inside + 1), GAP / 2 + LANE * outside
    side = column.right + GAP / 2 + LANE * inside
    corners = [start, (start[0], low), (side, low), (side, high), (end[0], high), end]
    points = list(before.points)
    for corner, next in pairwise(corners):
        points += [corner, next, next]
    return Curve((*points, *after.points[1:]), after.tip, before.label or after.label)
