"""Where things lie: points, rectangles and curves, in points of 1/72 inch, upwards and to the right."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

Point = tuple[float, float]


@dataclass(frozen=True)
class Rectangle:
    """A rectangle along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def centre(self) -> Point:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def holds(self, other: Rectangle) -> bool:
        """Whether another rectangle lies inside this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    def moved(self, by: Point) -> Rectangle:
        """The same rectangle elsewhere."""
        return Rectangle(self.left + by[0], self.bottom + by[1], self.right + by[0], self.top + by[1])

    def turned(self) -> Rectangle:
        """Mirrored, so that down becomes to the right."""
        return Rectangle(-self.top, -self.right, -self.bottom, -self.left)


@dataclass(frozen=True)
class Curve:
    """An edge: the control points of cubic curves, the tip of its arrow, and the rectangle of its label."""

    points: tuple[Point, ...]
    tip: Point
    label: Rectangle | None = None

    @cached_property
    def bounds(self) -> Rectangle:
        """A rectangle round the curve and its label: that of its control points."""
        xs, ys = zip(*self.points, self.tip, strict=True)
        own = Rectangle(min(xs), min(ys), max(xs), max(ys))
        return around([own, self.label]) if self.label else own

    def moved(self, by: Point) -> Curve:
        """The same curve elsewhere."""
        label = self.label.moved(by) if self.label else None
        return Curve(tuple(moved(point, by) for point in self.points), moved(self.tip, by), label)

    def turned(self) -> Curve:
        """Mirrored, so that down becomes to the right."""
        label = self.label.turned() if self.label else None
        return Curve(tuple(map(turned, self.points)), turned(self.tip), label)


@dataclass
class Layout:
    """Boxes and frames by id, edges by id, and the rectangles of the labels of frames."""

    boxes: dict[str, Rectangle] = field(default_factory=dict)
    frames: dict[str, Rectangle] = field(default_factory=dict)
    labels: dict[str, Rectangle] = field(default_factory=dict)
    edges: dict[str, Curve] = field(default_factory=dict)

    @cached_property
    def bounds(self) -> Rectangle:
        """The least rectangle round everything. Once it has been asked for, only `take` may change a layout."""
        return around([*self.boxes.values(), *self.frames.values(), *(one.bounds for one in self.edges.values())])

    def moved(self, by: Point) -> Layout:
        """The same layout elsewhere."""
        return Layout(
            {id: one.moved(by) for id, one in self.boxes.items()},
            {id: one.moved(by) for id, one in self.frames.items()},
            {id: one.moved(by) for id, one in self.labels.items()},
            {id: one.moved(by) for id, one in self.edges.items()},
        )

    def at(self, left: float, top: float) -> Layout:
        """The same layout with its bounds at a place."""
        bounds = self.bounds
        return self.moved((left - bounds.left, top - bounds.top))

    def turned(self) -> Layout:
        """The same layout mirrored, so that what ran down runs to the right; turned twice it is as it was."""
        return Layout(
            {id: one.turned() for id, one in self.boxes.items()},
            {id: one.turned() for id, one in self.frames.items()},
            {id: one.turned() for id, one in self.labels.items()},
            {id: one.turned() for id, one in self.edges.items()},
        )

    def take(self, other: Layout) -> None:
        """Put another layout into this one."""
        self.boxes |= other.boxes
        self.frames |= other.frames
        self.labels |= other.labels
        self.edges |= other.edges
        self.__dict__.pop("bounds", None)


def moved(point: Point, by: Point) -> Point:
    """A point elsewhere."""
    return point[0] + by[0], point[1] + by[1]


def turned(point: Point) -> Point:
    """A point mirrored, so that down becomes to the right."""
    return -point[1], -point[0]


def around(rectangles: list[Rectangle]) -> Rectangle:
    """The least rectangle round others; an empty one at the origin for none."""
    if not rectangles:
        return Rectangle(0, 0, 0, 0)
    return Rectangle(
        min(one.left for one in rectangles),
        min(one.bottom for one in rectangles),
        max(one.right for one in rectangles),
        max(one.top for one in rectangles),
    )
