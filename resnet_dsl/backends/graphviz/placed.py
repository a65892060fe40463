"""The attributes of DOT that pin things where a layout has them."""

from resnet_dsl.backends.graphviz.geometry import Layout, Point, Rectangle

Attributes = dict[str, str]
INCH = 72.0


def placed_box(id: str, layout: Layout | None) -> Attributes:
    """The place of a box."""
    return {"pos": _text(layout.boxes[id].centre)} if layout else {}


def placed_frame(id: str, layout: Layout | None) -> Attributes:
    """The place of a frame and of its label."""
    if layout is None:
        return {}
    frame = layout.frames[id]
    place = {"bb": f"{_number(frame.left)},{_number(frame.bottom)},{_number(frame.right)},{_number(frame.top)}"}
    return place | (_label(layout.labels[id]) if id in layout.labels else {})


def _label(label: Rectangle) -> Attributes:
    size = {"lwidth": _number(label.width / INCH), "lheight": _number(label.height / INCH)}
    return {"lp": _text(label.centre)} | size


def placed_edge(id: str, layout: Layout | None) -> Attributes:
    """The course of an edge and the place of its label."""
    if layout is None:
        return {}
    curve = layout.edges[id]
    place = {"pos": f"e,{_text(curve.tip)} {' '.join(map(_text, curve.points))}"}
    return place | ({"lp": _text(curve.label.centre)} if curve.label else {})


def _text(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
