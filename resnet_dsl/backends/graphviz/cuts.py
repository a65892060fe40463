"""Where a long strip can be cut: between boxes that one edge alone joins. What is above and below is moved apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from resnet_dsl.backends.graphviz.geometry import Layout, Rectangle
from resnet_dsl.backends.graphviz.parts import divide_frames

Span = tuple[float, float]


@dataclass(frozen=True)
class Cut:
    """A height at which nothing stands, and the one edge that passes there."""

    height: float
    edge: str


@dataclass(frozen=True)
class Segment:
    """A part of a strip; `edge` leads from it to the next one, empty in the last."""

    layout: Layout
    edge: str = ""


def cuts(layout: Layout, divisible: frozenset[str] = frozenset()) -> list[Cut]:
    """All places for a cut, from top to bottom; of frames, the `divisible` ones do not stand in its way."""
    standing = [*layout.boxes.values(), *(one for id, one in layout.frames.items() if id not in divisible)]
    filled = [(one.bottom, one.top) for one in standing]
    passing = {id: _span(layout, id) for id in layout.edges}
    found = []
    for id, span in passing.items():
        height = _free(span, filled)
        if height is not None and sum(low < height < high for low, high in passing.values()) == 1:
            found.append(Cut(height, id))
    return sorted(found, key=lambda cut: -cut.height)


def _span(layout: Layout, id: str) -> Span:
    bounds = layout.edges[id].bounds
    return bounds.bottom, bounds.top


def _free(span: Span, filled: list[Span]) -> float | None:
    """The middle of the largest gap that is left in a span."""
    low, high = span
    gaps, at = [], low
    for bottom, top in sorted(one for one in filled if one[0] < high and one[1] > low):
        gaps.append((at, bottom))
        at = max(at, top)
    gaps.append((at, high))
    bottom, top = max(gaps, key=lambda gap: gap[1] - gap[0])
    return (bottom + top) / 2 if bottom < top else None


def segments(layout: Layout, count: int, divisible: frozenset[str] = frozenset()) -> list[Segment]:
    """The strip in so many parts of about one height, or fewer where it has too few places for cuts."""
    bounds, places = layout.bounds, cuts(layout, divisible)
    chosen: list[Cut] = []
    for i in range(1, count):
        wanted = bounds.top - bounds.height * i / count
        free = [cut for cut in places if not chosen or cut.height < chosen[-1].height]
        if free:
            chosen.append(min(free, key=lambda cut: abs(cut.height - wanted)))
    return _apart(layout, chosen)


def _apart(layout: Layout, chosen: list[Cut]) -> list[Segment]:
    edges = {cut.edge for cut in chosen}
    heights = [float("inf"), *(cut.height for cut in chosen), float("-inf")]
    parts = [_between(layout, bottom, top, edges) for top, bottom in pairwise(heights)]
    divide_frames(layout, parts)
    return [Segment(part, chosen[i].edge if i < len(chosen) else "") for i, part in enumerate(parts)]


def _between(layout: Layout, bottom: float, top: float, cut: set[str]) -> Layout:
    """The boxes and edges between two heights, and the frames that lie there in whole."""

    def inside(one: Rectangle) -> bool:
        return bottom < one.centre[1] < top

    frames = {id: one for id, one in layout.frames.items() if bottom < one.bottom and one.top < top}
    return Layout(
        {id: one for id, one in layout.boxes.items() if inside(one)},
        frames,
        {id: one for id, one in layout.labels.items() if id in frames},
        {id: one for id, one in layout.edges.items() if id not in cut and inside(one.bounds)},
    )
