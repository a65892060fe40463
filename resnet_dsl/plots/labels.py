"""Names beside points, each where it covers the least of what is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from resnet_dsl.plots.look import Theme

DISTANCES = (5.0, 14.0, 24.0, 36.0, 50.0)
"""Points between a label and its point; from the second on a line leads to it."""
SIDES = ((1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1))
ROUNDS = 4
RADIUS = 4.5
MARGIN = 1.5
SIZE = 8
FAR = 0.02
"""What a step further away costs, as a part of the area of the label."""
OUTSIDE = 4.0
"""How much worse it is to stand outside the axes than to cover something."""
Point = tuple[float, float]


@dataclass(frozen=True)
class _Label:
    """A name, its point in data and on the canvas, and its size there."""

    name: str
    point: Point
    centre: Point
    width: float
    height: float


def place_labels(figure: Figure, axes: Axes, names: Sequence[str], points: Sequence[Point], theme: Theme) -> None:
    """Write names beside their points; each is placed again as long as a better place is free."""
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    figure.draw_without_rendering()
    scale = figure.dpi / 72
    labels = [_label(axes, renderer, name, point) for name, point in zip(names, points, strict=True)]
    taken = [_around(label.centre, RADIUS * scale) for label in labels]
    legend = axes.get_legend()
    taken += [] if legend is None else [legend.get_window_extent(renderer)]
    placed: dict[_Label, Bbox] = {}
    for label in sorted(labels, key=lambda one: one.centre) * ROUNDS:
        others = [box for one, box in placed.items() if one != label]
        placed[label] = _best(label, [*taken, *others], axes.bbox, scale)
    for label, box in placed.items():
        _write(axes, label, box, scale, theme)


def _label(axes: Axes, renderer: Any, name: str, point: Point) -> _Label:
    text = axes.text(0, 0, name, fontsize=SIZE)
    extent = text.get_window_extent(renderer)
    text.remove()
    x, y = axes.transData.transform(point)
    return _Label(name, point, (float(x), float(y)), extent.width, extent.height)


def _best(label: _Label, taken: Sequence[Bbox], axes: Bbox, scale: float) -> Bbox:
    """The box of a label that covers least, and of several the nearest."""
    boxes = [
        (FAR * step, _box(label.centre, side, distance * scale, label.width, label.height))
        for step, distance in enumerate(DISTANCES)
        for side in SIDES
    ]
    return min(boxes, key=lambda one: one[0] + _cost(one[1], taken, axes))[1]


def _box(centre: Point, side: Point, distance: float, width: float, height: float) -> Bbox:
    """Where a label of this size stands on a side of a point."""
    diagonal = 0.7 if side[0] and side[1] else 1.0
    x = centre[0] + side[0] * (distance * diagonal + width / 2)
    y = centre[1] + side[1] * (distance * diagonal + height / 2)
    return Bbox.from_bounds(x - width / 2, y - height / 2, width, height)


def _cost(box: Bbox, taken: Sequence[Bbox], axes: Bbox) -> float:
    """Which part of a label covers something, or is outside."""
    padded = box.padded(MARGIN)
    covered = sum(_common(padded, other) for other in taken)
    return (covered + OUTSIDE * (_area(box) - _common(box, axes))) / _area(box)


def _common(one: Bbox, other: Bbox) -> float:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(max(width, 0.0) * max(height, 0.0))


def _area(box: Bbox) -> float:
    return float(box.width * box.height)


def _around(centre: Point, radius: float) -> Bbox:
    return Bbox.from_bounds(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)


def _write(axes: Axes, label: _Label, box: Bbox, scale: float, theme: Theme) -> None:
    x, y = label.centre
    offset = ((box.x0 + box.x1) / 2 - x) / scale, ((box.y0 + box.y1) / 2 - y) / scale
    near = _common(box.padded((DISTANCES[0] + 1) * scale), _around((x, y), 1)) > 0
    line = {"arrowstyle": "-", "color": theme.pale, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}
    axes.annotate(
        label.name,
        label.point,
        offset,
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=SIZE,
        arrowprops=None if near else line,
    )
