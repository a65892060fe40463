"""From the SVG that Graphviz draws to the one that is looked around in: a group a part, colours as classes."""

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from resnet_dsl.backends.graphviz.accessible import SVG
from resnet_dsl.backends.graphviz.dot import LEGEND, edge_ids, head_id
from resnet_dsl.backends.graphviz.html.arrange import Arrangement
from resnet_dsl.backends.graphviz.html.facts import POINTS
from resnet_dsl.backends.graphviz.html.palette import NAMES
from resnet_dsl.backends.graphviz.markup import plain
from resnet_dsl.diagram.graph import Box, Frame, Graph
from resnet_dsl.diagram.pieces import pieces

SHAPES = ("path", "polygon", "polyline", "ellipse", "text")
KEPT = (
    "d",
    "points",
    "cx",
    "cy",
    "rx",
    "ry",
    "x",
    "y",
    "stroke-width",
    "stroke-dasharray",
    "font-weight",
    "font-style",
)


def drawing(svg: str, graph: Graph, arrangement: Arrangement) -> str:
    """The picture as SVG that stands in HTML: the strip, the legend, and the cards, closed but for those shown."""
    drawn = _drawn(svg)
    bounds = arrangement.bounds
    root = Element("svg", {"xmlns": SVG, "id": "canvas", "role": "group", "tabindex": "-1"})
    root.set("aria-label", plain(f"{graph.title}, drawn"))
    root.set("viewBox", f"{bounds.left:.1f} {-bounds.top:.1f} {bounds.width:.1f} {bounds.height:.1f}")
    strip, *cards = pieces(graph)
    _put(SubElement(root, "g", {"class": "strip"}), strip, drawn)
    for id, card in zip(graph.cards, cards, strict=True):
        closed = "" if id in arrangement.shown else " closed"
        _put(SubElement(root, "g", {"class": f"sheet{closed}", "data-card": id}), card, drawn)
    SubElement(root, "g", {"class": "legend"}).extend(drawn[LEGEND])
    return ElementTree.tostring(root, encoding="unicode")


def _put(group: Element, piece: Graph, drawn: dict[str, list[Element]]) -> None:
    """Put the parts of a piece into a group, in the order of execution, and its edges behind them."""
    for part in _in_order(piece):
        inner = SubElement(group, "g", _box(part) if isinstance(part, Box) else _frame(part))
        inner.extend(drawn[part.id] + drawn[head_id(part.id)])
    for edge, id in edge_ids(piece):
        attributes = {"class": f"edge {edge.style}", "data-tail": edge.tail, "data-head": edge.head}
        SubElement(group, "g", attributes | {"aria-hidden": "true"}).extend(drawn[id])


def _in_order(piece: Graph) -> Iterator[Box | Frame]:
    """Boxes, and each frame before the first of its boxes."""
    seen: set[str] = set()
    for box in piece.boxes.values():
        outwards = []
        id = box.frame
        while id and id not in seen:
            seen.add(id)
            outwards.append(piece.frames[id])
            id = piece.frames[id].parent
        yield from reversed(outwards)
        yield box


def _box(box: Box) -> dict[str, str]:
    part = {"class": f"part box {box.kind}", "data-part": box.id}
    if box.kind in POINTS:
        return part | {"aria-hidden": "true"}
    return part | {"role": "button" if box.opened else "img"} | _told(box.told or box.head)


def _frame(frame: Frame) -> dict[str, str]:
    return {"class": f"part frame {frame.kind}", "data-part": frame.id, "role": "img"} | _told(frame.told)


def _told(text: str) -> dict[str, str]:
    return {"tabindex": "0", "aria-label": plain(text)}


def _drawn(svg: str) -> dict[str, list[Element]]:
    """What Graphviz has drawn of each part, by id."""
    found: dict[str, list[Element]] = defaultdict(list)
    for group in ElementTree.fromstring(svg.encode("utf-8")).iter(f"{{{SVG}}}g"):
        if group.get("class") in ("node", "edge", "cluster"):
            shapes = (one for one in group.iter() if one.tag.removeprefix(f"{{{SVG}}}") in SHAPES)
            found[_id(group)] = [_simple(shape) for shape in shapes]
    return found


def _id(group: Element) -> str:
    if group.get("class") == "edge":
        return group.get("id", "")
    return group.findtext(f"{{{SVG}}}title", "").removeprefix("cluster_")


def _simple(shape: Element) -> Element:
    """A shape with what it needs, its colours as classes."""
    kept = {name: value for name in KEPT if (value := shape.get(name)) is not None}
    if (anchor := shape.get("text-anchor", "start")) != "start":
        kept["text-anchor"] = anchor
    if size := shape.get("font-size"):
        kept["font-size"] = re.sub(r"\.0+$", "", size)
    paints = {"f": shape.get("fill", ""), "s": shape.get("stroke", "")}
    classes = [f"{way}-{NAMES[paint]}" for way, paint in paints.items() if paint in NAMES]
    if classes:
        kept["class"] = " ".join(classes)
    if paints["f"] in ("none", "transparent"):
        kept["fill"] = "none"
    simple = Element(shape.tag.removeprefix(f"{{{SVG}}}"), kept)
    simple.text = shape.text if simple.tag == "text" else None
    return simple
