"""What the signs of a picture mean: of all signs those that it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from resnet_dsl.backends.graphviz.content import Words
from resnet_dsl.backends.graphviz.theme import FOLDED
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
}
STYLES: dict[EdgeStyle, str] = {
    "identity": "shortcut that passes the value on unchanged",
    "shortcut": "shortcut that changes the value",
    "skip": "value read from afar",
    "training": "in training only",
}
SHARES = ("share of all parameters", "share of all multiply-adds")


@dataclass(frozen=True)
class Sign:
    """Something that is drawn: a box of a role, an edge of a style, or a bar of a share, the first or the second."""

    kind: Literal["box", "edge", "bar"]
    name: str


def signs(graph: Graph) -> Iterator[tuple[Sign | Words, str]]:
    """The signs, and what they mean."""
    boxes, frames = graph.boxes.values(), graph.frames.values()
    roles = {box.role for box in boxes}
    yield from ((Sign("box", role), text) for role, text in ROLES.items() if role in roles)
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
    styles = _styles(graph)
    yield from ((Sign("edge", style), text) for style, text in STYLES.items() if style in styles)
    if any(box.share for box in boxes) or any(frame.share for frame in frames):
        yield from ((Sign("bar", str(i)), text) for i, text in enumerate(SHARES))


def _styles(graph: Graph) -> set[EdgeStyle]:
    edges = (edge for edge in graph.edges if edge.style != "identity" or graph.boxes[edge.head].kind == "circle")
    return {edge.style for edge in edges}
