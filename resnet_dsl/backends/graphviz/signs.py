"""What the signs of a picture mean: of all signs those that it has."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from resnet_dsl.backends.graphviz.content import Words
from resnet_dsl.backends.graphviz.theme import FOLDED, OTHER, Look, Paint
from resnet_dsl.diagram.graph import EdgeStyle, Graph
from resnet_dsl.ops.core import op

HEADING = "how to read this"
ROLES = {
    op.CONVOLUTION: "convolution",
    op.LINEAR: "fully connected layer",
    op.POOLING: "pooling",
    op.NORMALISATION: "normalisation",
    op.ACTIVATION: "activation",
    op.SCALE: "scaling",
    op.SHORTCUT: "zero padding",
    OTHER: "other layer",
}
STYLES: dict[EdgeStyle, str] = {
    "identity": "shortcut that passes the value on unchanged",
    "shortcut": "shortcut that changes the value",
    "skip": "value read from afar",
    "training": "in training only",
}
MARKED = {
    "added": "in the second network only",
    "removed": "in the first network only",
    "changed": "differs, or holds what differs",
}
"""What the marks mean where two networks are compared."""
SHARES = ("share of all parameters", "share of all multiply-adds")


@dataclass(frozen=True)
class Sign:
    """Something that is drawn: a box of a role, an edge of a style, or a bar of a share, the first or the second."""

    kind: Literal["box", "edge", "bar"]
    name: str


def signs(graph: Graph, look: Look) -> Iterator[tuple[Sign | Words, str]]:
    """The signs, and what they mean."""
    boxes, frames = graph.boxes.values(), graph.frames.values()
    marks = ({box.mark for box in boxes} | {frame.mark for frame in frames}) - {""}
    if marks:
        yield from ((Sign("box", mark), text) for mark, text in MARKED.items() if mark in marks)
    else:
        yield from ((Sign("box", some[0]), ", ".join(ROLES[role] for role in some)) for some in _by_paint(graph, look))
    if any(box.kind == "folded" for box in boxes):
        yield Sign("box", FOLDED), "block, with its layers between bars"
    if graph.cards:
        yield Words("[A]", "sign"), "opened on the card with this letter"
    if any(box.count > 1 for box in boxes) or any(frame.count > 1 for frame in frames):
        yield Words("×3", "sign"), "this many in a row"
    if any(box.smaller for box in boxes):
        yield Words("64×56×56", "sign"), "height and width shrink here"
    if any(box.before or box.behind for box in boxes if box.kind == "layer"):
        yield Words("bn · relu", "small"), "runs before (above) or behind (below)"
    yield from ((Sign("edge", style), STYLES[style]) for style in _styles(graph))
    if any(box.share for box in boxes) or any(frame.share for frame in frames):
        yield from ((Sign("bar", str(i)), text) for i, text in enumerate(SHARES))


def _by_paint(graph: Graph, look: Look) -> list[list[str]]:
    """The roles of the layers, together where they have one colour."""
    there = {box.role if box.role in ROLES else OTHER for box in graph.boxes.values() if box.kind in ("layer", "parts")}
    found: dict[Paint, list[str]] = {}
    for role in ROLES:
        if role in there:
            found.setdefault(look.paint(role), []).append(role)
    return list(found.values())


def _styles(graph: Graph) -> list[EdgeStyle]:
    """The styles that want a word; an identity goes past something only where others read its value too."""
    readers = Counter(edge.tail for edge in graph.edges)
    there: set[EdgeStyle] = {edge.style for edge in graph.edges if edge.style != "identity"}
    sums = (edge for edge in graph.edges if edge.style == "identity" and graph.boxes[edge.head].kind == "circle")
    there |= {edge.style for edge in sums if readers[edge.tail] > 1}
    return [style for style in STYLES if style in there]
