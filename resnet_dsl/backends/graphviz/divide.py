"""An edge in two at a height."""

from itertools import pairwise

from resnet_dsl.backends.graphviz.geometry import Curve, Point

STEPS = 40
"""Halvings until the place on a curve is known: more would be lost in a float."""
Bezier = tuple[Point, ...]


def divide(curve: Curve, height: float) -> tuple[Curve, Curve] | None:
    """The part above a height, without a tip of its own, and the part below; None where it does not pass down once.

    The label goes with the part beside which it stands.
    """
    points = curve.points
    starts = [i for i in range(0, len(points) - 3, 3) if (points[i][1] > height) != (points[i + 3][1] > height)]
    if len(starts) != 1 or points[0][1] <= height:
        return None
    at = starts[0]
    above, below = _halves(points[at : at + 4], _when(points[at : at + 4], height))
    label_above = curve.label is not None and curve.label.centre[1] > height
    first, second = points[:at] + above, below + points[at + 4 :]
    return (
        Curve(first, first[-1], curve.label if label_above else None),
        Curve(second, curve.tip, None if label_above else curve.label),
    )


def _when(bezier: Bezier, height: float) -> float:
    """How far along a curve that begins above a height passes it, from 0 to 1."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _halves(bezier, middle)[1][0][1] > height:
            low = middle
        else:
            high = middle
    return high


def _halves(bezier: Bezier, at: float) -> tuple[Bezier, Bezier]:
    """A cubic curve in two, by the construction of de Casteljau."""
    rows = [bezier]
    while len(rows[-1]) > 1:
        row = rows[-1]
        rows.append(tuple(_between(one, next, at) for one, next in pairwise(row)))
    return tuple(row[0] for row in rows), tuple(row[-1] for row in reversed(rows))


def _between(one: Point, other: Point, at: float) -> Point:
    return one[0] + (other[0] - one[0]) * at, one[1] + (other[1] - one[1]) * at
