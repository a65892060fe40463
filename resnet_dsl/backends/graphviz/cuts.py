"""Where a long strip can be cut: between boxes, where few edges pass. What is above and below is moved apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from resnet_dsl.backends.graphviz.divide import divide
from resnet_dsl.backends.graphviz.geometry import Curve, Layout, Rectangle
from resnet_dsl.backends.graphviz.parts import divide_frames

Span = tuple[float, float]
PIECE = "~"


@dataclass(frozen=True)
class Cut:
    """A height at which nothing stands, and the edges that pass there, from left to right."""

    height: float
    edges: tuple[str, ...]


@dataclass(frozen=True)
class Segment:
    """A part of a strip; the `edges` lead from it to the next one, from left to right: none from the last.

    Its layout has its pieces of edges that are cut.
    """

    layout: Layout
    edges: tuple[str, ...] = ()


def piece_id(edge: str, part: int) -> str:
    """The id of the piece of an edge in a part of the strip."""
    return f"{edge}{PIECE}{part}"


def cuts(layout: Layout, divisible: frozenset[str] = frozenset(), most: int = 1) -> list[Cut]:
    """All places for a cut that at most so many edges pass, from top to bottom.

    Of frames, the `divisible` ones do not stand in its way.
    """
    standing = [*layout.boxes.values(), *(one for id, one in layout.frames.items() if id not in divisible)]
    standing += [curve.label for curve in layout.edges.values() if curve.label]
    filled = [(one.bottom, one.top) for one in standing]
    heights = {_free(_span(curve), filled) for curve in layout.edges.values()} - {None}
    found = [_cut(layout, height) for height in sorted(filter(None, heights), reverse=True)]
    return [cut for cut in found if cut is not None and 1 <= len(cut.edges) <= most]


def _cut(layout: Layout, height: float) -> Cut | None:
    """A cut at a height; None where an edge cannot be divided there."""
    passing: dict[str, float] = {}
    for id, curve in layout.edges.items():
        low, high = _span(curve)
        if low < height < high:
            parts = divide(curve, height)
            if parts is None:
                return None
            passing[id] = parts[0].tip[0]
    return Cut(height, tuple(sorted(passing, key=passing.__getitem__)))


def _span(curve: Curve) -> Span:
    bounds = replace(curve, label=None).bounds
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


def segments(layout: Layout, count: int, divisible: frozenset[str] = frozenset(), most: int = 1) -> list[Segment]:
    """The strip in so many parts of about one height, or fewer where it has too few places for cuts."""
    bounds, places = layout.bounds, cuts(layout, divisible, most)
    chosen: list[Cut] = []
    for i in range(1, count):
        wanted = bounds.top - bounds.height * i / count
        free = [cut for cut in places if not chosen or cut.height < chosen[-1].height]
        if free:
            chosen.append(min(free, key=lambda cut: (abs(cut.height - wanted), len(cut.edges))))
    return _apart(layout, chosen)


def _apart(layout: Layout, chosen: list[Cut]) -> list[Segment]:
    edges = {id for cut in chosen for id in cut.edges}
    heights = [float("inf"), *(cut.height for cut in chosen), float("-inf")]
    parts = [_between(layout, bottom, top, edges) for top, bottom in pairwise(heights)]
    divide_frames(layout, parts)
    for id in sorted(edges):
        _divide_edge(id, layout.edges[id], chosen, parts)
    return [Segment(part, chosen[i].edges if i < len(chosen) else ()) for i, part in enumerate(parts)]


def _divide_edge(id: str, curve: Curve, chosen: list[Cut], parts: list[Layout]) -> None:
    """Give each part of a strip its piece of an edge."""
    for i, cut in enumerate(chosen):
        pieces = divide(curve, cut.height) if id in cut.edges else None
        if pieces:
            parts[i].edges[piece_id(id, i)], curve = pieces
            parts[i + 1].edges[piece_id(id, i + 1)] = curve


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
