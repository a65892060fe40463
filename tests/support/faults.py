"""What is wrong with where things lie on a page: a list of faults, empty for a good one."""

from collections.abc import Iterator
from itertools import combinations

from resnet_dsl.backends.graphviz.geometry import Curve, Layout, Point, Rectangle
from resnet_dsl.backends.graphviz.parts import frame_id
from resnet_dsl.diagram.graph import Graph

SLACK = 1.0
"""Points that borders may lie on each other."""
REACH = 4.0
"""Points between the end of an edge and the border of its box: a border has a width, a rounded box has corners."""


def faults(graph: Graph, layout: Layout) -> list[str]:
    """All that is wrong with the layout of a picture."""
    return [*_missing(graph, layout), *_overlaps(graph, layout), *_frames(graph, layout), *_edges(graph, layout)]


def _missing(graph: Graph, layout: Layout) -> Iterator[str]:
    yield from (f"box {id} is not placed" for id in graph.boxes.keys() - layout.boxes.keys())
    yield from (f"frame {id} is not placed" for id in graph.frames.keys() - layout.frames.keys())
    if len(layout.edges) != len(graph.edges):
        yield f"{len(layout.edges)} of {len(graph.edges)} edges are placed"


def _overlaps(graph: Graph, layout: Layout) -> Iterator[str]:
    labels = {f"label of {id}": curve.label for id, curve in layout.edges.items() if curve.label}
    for (one, here), (other, there) in combinations((layout.boxes | labels).items(), 2):
        if overlap(here, there):
            yield f"{one} lies on {other}"


def _frames(graph: Graph, layout: Layout) -> Iterator[str]:
    for id, box in layout.boxes.items():
        above = _above(graph, id)
        held = {frame_id(name) for name, frame in layout.frames.items() if contains(frame, box)}
        yield from (f"{id} is not in its frame {frame}" for frame in above - held)
        for name, frame in layout.frames.items():
            if frame_id(name) not in above and overlap(frame, box):
                yield f"{id} lies on frame {name}"
    for (one, here), (other, there) in combinations(layout.frames.items(), 2):
        nested = frame_id(one) in _above(graph, frame_id(other)) or frame_id(other) in _above(graph, frame_id(one))
        if overlap(here, there) and not nested:
            yield f"frame {one} lies on frame {other}"


def _above(graph: Graph, id: str) -> set[str]:
    """The frames around a box, a frame or the text beside the first box of a frame."""
    if id in graph.boxes:
        frame = graph.boxes[id].frame
    else:
        frame = graph.frames[id].parent if id in graph.frames else id.removesuffix("_head")
    found = set()
    while frame in graph.frames:
        found.add(frame)
        frame = graph.frames[frame].parent
    return found


def _edges(graph: Graph, layout: Layout) -> Iterator[str]:
    for id, curve in layout.edges.items():
        tail, head = (layout.boxes[name] for name in id.split("-")[:2])
        if distance(tail, curve.points[0]) > REACH:
            yield f"{id} does not begin at its box"
        if distance(head, curve.tip) > REACH:
            yield f"{id} does not end at its box"
        for name, box in layout.boxes.items():
            if box not in (tail, head) and any(inside(box, point) for point in samples(curve)):
                yield f"{id} runs through {name}"


def samples(curve: Curve) -> Iterator[Point]:
    """Points on a curve."""
    for i in range(0, len(curve.points) - 3, 3):
        a, b, c, d = curve.points[i : i + 4]
        for step in range(11):
            t = step / 10
            parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield (
                sum(part * point[0] for part, point in zip(parts, (a, b, c, d), strict=True)),
                sum(part * point[1] for part, point in zip(parts, (a, b, c, d), strict=True)),
            )


def overlap(one: Rectangle, other: Rectangle) -> bool:
    across = one.left + SLACK < other.right and other.left + SLACK < one.right
    return across and one.bottom + SLACK < other.top and other.bottom + SLACK < one.top


def contains(outer: Rectangle, inner: Rectangle) -> bool:
    wider = Rectangle(outer.left - SLACK, outer.bottom - SLACK, outer.right + SLACK, outer.top + SLACK)
    return wider.holds(inner)


def inside(box: Rectangle, point: Point) -> bool:
    return box.left + 2 < point[0] < box.right - 2 and box.bottom + 2 < point[1] < box.top - 2


def distance(box: Rectangle, point: Point) -> float:
    """How far a point is from the border of a rectangle, on either side of it."""
    x, y = point
    out = max(box.left - x, x - box.right, box.bottom - y, y - box.top)
    return abs(out)
