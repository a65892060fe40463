"""One page: the strip, cut into columns where it is too long, the cards and the legend beside it, the title above."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log

from resnet_dsl.backends.graphviz.cuts import Segment, segments
from resnet_dsl.backends.graphviz.geometry import Curve, Layout, Point

GAP, MARGIN, MOST_COLUMNS = 30.0, 8.0, 6
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
        return sum(widths) + GAP * (len(widths) - 1)

    @property
    def height(self) -> float:
        """The height of the page, without the title."""
        heights = [segment.layout.bounds.height for segment in self.strip]
        return max([*heights, *map(_height, self.columns)])

    def cost(self, page: float) -> float:
        """How far this is from a good page: by its proportions (`page` is the wanted one), by cuts, by waste."""
        proportions = abs(log(self.height / self.width / page))
        too_long = max(0.0, abs(log(self.height / self.width)) - log(LONGEST))
        return proportions + COST_OF_A_CUT * (len(self.strip) - 1) + self._waste + COST_OF_LENGTH * too_long

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
    best = min(_plans(strip, cards, divisible), key=lambda plan: plan.cost(page))
    placed = Layout()
    ends: list[Layout] = []
    left = 0.0
    for segment in best.strip:
        ends.append(segment.layout.at(left, 0))
        placed.take(ends[-1])
        left += segment.layout.bounds.width + GAP
    _join(strip, best.strip, ends, placed)
    for column in best.columns:
        _stack(column, left, placed)
        left += max(card.bounds.width for card in column) + GAP
    return placed


def _plans(strip: Layout, cards: list[Layout], divisible: frozenset[str]) -> list[Plan]:
    cut = [parts for count in range(1, MOST_COLUMNS + 1) if _even(parts := segments(strip, count, divisible))]
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


def _join(strip: Layout, parts: list[Segment], ends: list[Layout], placed: Layout) -> None:
    """Draw the edges that were cut: down, past the column, up, and into the next one."""
    for (part, here), (next, there) in pairwise(zip(parts, ends, strict=True)):
        before, after = _step(part.layout, here), _step(next.layout, there)
        placed.take(Layout(edges={part.edge: _around(strip.edges[part.edge], before, after, here)}))


def _step(layout: Layout, placed: Layout) -> Point:
    old, new = layout.bounds, placed.bounds
    return new.left - old.left, new.top - old.top


def _around(curve: Curve, before: Point, after: Point, here: Layout) -> Curve:
    first, last = curve.moved(before), curve.moved(after)
    bounds, start, tip = here.bounds, first.points[0], last.tip
    end = min(bounds.bottom, first.label.bottom) if first.label else bounds.bottom
    low, high, side = end - MARGIN, GAP / 2, bounds.right + GAP / 2
    corners = [start, (start[0], low), (side, low), (side, high), (tip[0], high), last.points[-1]]
    points = [start]
    for corner, next in pairwise(corners):
        points += [corner, next, next]
    return Curve(tuple(points), tip, first.label)
