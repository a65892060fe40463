"""Places and sizes in points of 1/72 inch, rounded."""

from resnet_dsl.backends.graphviz.geometry import Point


def number(value: float) -> str:
    """A number to a tenth."""
    text = f"{value:.1f}"
    return "0" if text in ("0.0", "-0.0") else text.removesuffix(".0")


def place(point: Point) -> str:
    """A point as coordinates."""
    return f"({number(point[0])},{number(point[1])})"
