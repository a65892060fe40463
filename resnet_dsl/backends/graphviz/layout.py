"""From pieces of a picture in DOT to where their boxes, frames and edges lie, by Graphviz' `dot`."""

import json
from typing import Any

from resnet_dsl.backends.graphviz.geometry import Curve, Layout, Point, Rectangle
from resnet_dsl.backends.graphviz.render import lay_out_all

CLUSTER = "cluster_"
INCH = 72.0


def lay_out(pieces: list[str]) -> list[Layout]:
    """The layout of each piece. Raises `BackendError` where nothing is installed that lays out."""
    return [_read(one) for one in _documents(lay_out_all(pieces))]


def _documents(text: str) -> list[dict[str, Any]]:
    """The JSON texts that stand one behind the other."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(text.rstrip()):
        document, end = decoder.raw_decode(text, at)
        found.append(document)
        at = end + len(text[end:]) - len(text[end:].lstrip())
    return found


def _read(document: dict[str, Any]) -> Layout:
    layout = Layout()
    for item in document.get("objects", ()):
        name = item["name"]
        if name.startswith(CLUSTER):
            _read_frame(name.removeprefix(CLUSTER), item, layout)
        elif "pos" in item:
            layout.boxes[name] = _centred(item["pos"], float(item["width"]) * INCH, float(item["height"]) * INCH)
    for item in document.get("edges", ()):
        if "id" in item:
            layout.edges[item["id"]] = _curve(item)
    return layout


def _read_frame(name: str, item: dict[str, Any], layout: Layout) -> None:
    layout.frames[name] = Rectangle(*map(float, item["bb"].split(",")))
    if "lp" in item:
        layout.labels[name] = _centred(item["lp"], float(item["lwidth"]) * INCH, float(item["lheight"]) * INCH)


def _curve(item: dict[str, Any]) -> Curve:
    end, *points = item["pos"].split()
    label = _centred(item["lp"], *_label_size(item)) if "lp" in item else None
    return Curve(tuple(map(_point, points)), _point(end.removeprefix("e,")), label)


def _label_size(item: dict[str, Any]) -> tuple[float, float]:
    """The width and height of the label of an edge, one line of text, by how Graphviz would draw it."""
    drawn = item.get("_ldraw_", ())
    return (
        sum(step["width"] for step in drawn if step["op"] == "T"),
        max((step["size"] for step in drawn if step["op"] == "F"), default=0.0),
    )


def _point(text: str) -> Point:
    x, y = text.split(",")
    return float(x), float(y)


def _centred(text: str, width: float, height: float) -> Rectangle:
    x, y = _point(text)
    return Rectangle(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
