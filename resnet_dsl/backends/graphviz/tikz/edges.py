"""Edges in TikZ: from node to node where that is the same, else along their curve."""

from itertools import zip_longest
from math import dist, hypot

from resnet_dsl.backends.graphviz.content import Words
from resnet_dsl.backends.graphviz.geometry import Curve, Layout, Point
from resnet_dsl.backends.graphviz.tikz.numbers import place
from resnet_dsl.backends.graphviz.tikz.text import words_text
from resnet_dsl.diagram.graph import Box, Edge

NEAR, BESIDE, ABOVE = 0.1, 4.0, 1.0
"""What counts as the same place, and how far beside or above an edge its label stands."""


def edge_line(edge: Edge, curve: Curve, layout: Layout, names: dict[str, str], labelled: Box | None) -> str:
    """An edge; where its value is told it has the shape of the box that it leaves."""
    upright = _is_straight([*curve.points, curve.tip]) and _aligned(edge, layout)
    path = f"({names[edge.tail]}) -- ({names[edge.head]})" if upright else _path(curve)
    style = f"edge, {edge.style}" if edge.style == "training" else edge.style
    bent = not upright and "controls" not in path and path.count("--") > 1
    corners = ", rounded corners=4bp" if bent else ""
    label = _label(curve, labelled) if labelled and curve.label else ""
    return rf"\draw[{style}{corners}] {path}{label};"


def _label(curve: Curve, box: Box) -> str:
    """The label of an edge: beside one that runs along an axis, where its own place is elsewhere."""
    assert curve.label
    text = words_text(Words(box.shape, "smaller" if box.smaller else "value"))
    x, y = curve.label.centre
    start, tip = curve.points[0], curve.tip
    straight = _is_straight([*curve.points, tip])
    if straight and abs(start[0] - tip[0]) <= NEAR:
        return f" node[value, anchor=west] at {place((tip[0] + BESIDE, y))} {{{text}}}"
    if straight and abs(start[1] - tip[1]) <= NEAR:
        return f" node[value, anchor=south] at {place((x, tip[1] + ABOVE))} {{{text}}}"
    return f" node[value] at {place((x, y))} {{{text}}}"


def _aligned(edge: Edge, layout: Layout) -> bool:
    """Whether the line between the centres of two boxes is along an axis."""
    tail, head = layout.boxes[edge.tail].centre, layout.boxes[edge.head].centre
    return min(abs(tail[0] - head[0]), abs(tail[1] - head[1])) <= NEAR


def _path(curve: Curve) -> str:
    """The segments of a curve; straight ones that go on in one direction are one."""
    start, *rest = curve.points
    corners, text = [start], place(start)
    for first, second, end in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        if _is_straight([corners[-1], first, second, end]):
            corners.append(end)
            continue
        text += _straights(corners) + f" .. controls {place(first)} and {place(second)} .. {place(end)}"
        corners = [end]
    return text + _straights([*corners, curve.tip])


def _straights(corners: list[Point]) -> str:
    kept: list[Point] = corners[:1]
    for corner, after in zip_longest(corners[1:], corners[2:]):
        if dist(kept[-1], corner) > NEAR and not (after and _is_straight([kept[-1], corner, after])):
            kept.append(corner)
    return "".join(f" -- {place(corner)}" for corner in kept[1:])


def _is_straight(points: list[Point]) -> bool:
    """Whether all points are on the line from the first to the last."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = hypot(x1 - x0, y1 - y0)
    if length <= NEAR:
        return all(dist(points[0], point) <= NEAR for point in points)
    return all(abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / length <= NEAR for x, y in points)
