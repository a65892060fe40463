"""Where a long strip can be cut: between boxes that one edge alone joins. What is above and below is moved apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from resnet_dsl.backends.graphviz.geometry import Layout, Rectangle, curve_bounds


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


def cuts(layout: Layout) -> list[Cut]:
    """All places for a cut, from top to bottom."""
    standing = [*layout.boxes.values(), *layout.frames.values()]
    passing = {id: _span(layout, id) for id in layout.edges}
    found = []
    for id, (low, high) in passing.items():
        height = (low + high) / 2
        alone = sum(one[0] < height < one[1] for one in passing.values()) == 1
        if alone and not any(one.bottom < height < one.top for one in standing):
            found.append(Cut(height, id))
    return sorted(found, key=lambda cut: -cut.height)


def _span(layout: Layout, id: str) -> tuple[float, float]:
    bounds = curve_bounds(layout.edges[id])
    return bounds.bottom, bounds.top


def segments(layout: Layout, count: int) -> list[Segment]:
    """The strip in so many parts of about one height, or fewer where it has too few places for cuts."""
    bounds, places = layout.bounds, cuts(layout)
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
    found = []
    for i, (top, bottom) in enumerate(pairwise(heights)):
        part = _between(layout, bottom, top, edges)
        found.append(Segment(part, chosen[i].edge if i < len(chosen) else ""))
    return found


def _between(layout: Layout, bottom: float, top: float, cut: set[str]) -> Layout:
    def inside(one: Rectangle) -> bool:
        return bottom < one.centre[1] < top

    return Layout(
        {id: one for id, one in layout.boxes.items() if inside(one)},
        {id: one for id, one in layout.frames.items() if inside(one)},
        {id: one for id, one in layout.labels.items() if inside(one)},
        {id: one for id, one in layout.edges.items() if id not in cut and inside(curve_bounds(one))},
    )
