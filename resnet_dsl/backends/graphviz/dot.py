"""The picture as text of DOT, the language of Graphviz."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

import graphviz

from resnet_dsl.backends.graphviz.attributes import (
    Attributes,
    box_attributes,
    edge_attributes,
    frame_attributes,
    graph_attributes,
    node_attributes,
    style_attributes,
)
from resnet_dsl.backends.graphviz.geometry import Layout
from resnet_dsl.backends.graphviz.labels import box_label, frame_label, title_label
from resnet_dsl.backends.graphviz.legend import legend_label
from resnet_dsl.backends.graphviz.links import address
from resnet_dsl.backends.graphviz.markup import label, line, verbatim
from resnet_dsl.backends.graphviz.parts import later_parts
from resnet_dsl.backends.graphviz.placed import placed_box, placed_edge, placed_frame
from resnet_dsl.backends.graphviz.theme import LOOKS, Look
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Box, Edge, Frame, Graph
from resnet_dsl.diagram.view import DEFAULT, View
from resnet_dsl.ir.nodes import Arch

ASIDE = ("identity", "shortcut")
TITLE, LEGEND = "title", "legend"


def to_dot(arch: Arch, view: View = DEFAULT) -> str:
    """The picture of a network as DOT; the same text for the same IR and view."""
    return write(diagram(arch, view), view)


def write(graph: Graph, view: View = DEFAULT, layout: Layout | None = None, look: Look | None = None) -> str:
    """A whole picture as DOT; where its layout is given, everything is pinned there; `look` is else the theme's."""
    writer = Writer(graph, view, layout, look)
    if layout is None:
        writer.dot.attr(pack="16", packmode="clust", label=title_label(graph, writer.look))
    else:
        writer.dot.attr(notranslate="true")
        if TITLE in layout.boxes:
            writer.text(TITLE, title_label(graph, writer.look))
    writer.dot.attr(tooltip=verbatim(graph.title))
    writer.everything()
    if view.legend:
        writer.text(LEGEND, legend_label(graph, writer.look))
    return str(writer.dot.source)


def write_piece(piece: Graph, view: View) -> str:
    """The strip or a card as DOT, to be laid out."""
    writer = Writer(piece, view)
    writer.everything()
    return str(writer.dot.source)


def write_text(id: str, text: str, view: View) -> str:
    """The title or the legend as DOT, to be laid out."""
    writer = Writer(Graph(), view)
    writer.text(id, text)
    return str(writer.dot.source)


class Writer:
    """Writes a picture, or a piece of one."""

    def __init__(self, graph: Graph, view: View, layout: Layout | None = None, look: Look | None = None) -> None:
        self.graph, self.view, self.layout = graph, view, layout
        self.look = look or LOOKS[view.theme]
        self.right = view.direction == "right"
        self.members = _members(graph)
        self.forks = _forks(graph)
        self.dot = graphviz.Digraph(
            verbatim(graph.title) if graph.title else None,
            graph_attr=graph_attributes(self.look, right=self.right),
            node_attr=node_attributes(self.look),
            edge_attr=edge_attributes(self.look),
        )

    def everything(self) -> None:
        """Write all boxes, frames and edges."""
        self._write("", self.dot)
        self._edges()

    def text(self, id: str, markup: str) -> None:
        """Write a text that stands by itself."""
        self.dot.node(id, label=markup, shape="plain", style="", tooltip=id, **placed_box(id, self.layout))

    def _write(self, id: str, dot: graphviz.Digraph) -> None:
        for member in self.members[id][:: -1 if id and self.right else 1]:
            if isinstance(member, Box):
                dot.node(member.id, **self._box(member))
            else:
                inner = graphviz.Digraph(f"cluster_{member.id}", graph_attr=self._frame(member))
                self._head(member, inner)
                self._write(member.id, inner)
                dot.subgraph(inner)
                self._parts(member, dot)

    def _parts(self, frame: Frame, dot: graphviz.Digraph) -> None:
        """The parts of a frame that is drawn in several, but the first."""
        for id in later_parts(frame.id, self.layout) if self.layout else ():
            more = replace(frame, title=f"{frame.title} …")
            dot.subgraph(
                graphviz.Digraph(f"cluster_{id}", graph_attr=self._frame(more) | placed_frame(id, self.layout))
            )

    def _box(self, box: Box) -> Attributes:
        text = {"label": box_label(box, self.look), "tooltip": verbatim(box.told or box.head)}
        link = address(box.source, self.graph, self.view)
        linked = {"URL": verbatim(link)} if link else {}
        order = {"ordering": "out"} if box.id in self.forks else {}
        return box_attributes(box, self.look) | text | linked | order | placed_box(box.id, self.layout)

    def _frame(self, frame: Frame) -> Attributes:
        told = "" if self._beside(frame) else frame_label(frame, self.look)
        text = {"label": told, "labeljust": "l", "tooltip": verbatim(frame.told)}
        return frame_attributes(frame, self.look) | text | placed_frame(frame.id, self.layout)

    def _beside(self, frame: Frame) -> bool:
        """Whether the text of a frame stands beside its first box: where data flows down it would stand in its way."""
        return frame.kind == "stage" and not self.right

    def _head(self, frame: Frame, dot: graphviz.Digraph) -> None:
        first = next(self._boxes(frame.id), None)
        if not self._beside(frame) or first is None:
            return
        id = head_id(frame.id)
        dot.node(id, label=frame_label(frame, self.look), shape="plain", style="", **placed_box(id, self.layout))
        if self.layout is None:
            with dot.subgraph() as same:
                same.attr(rank="same")
                same.edge(id, first.id, style="invis", weight="0")

    def _boxes(self, frame: str) -> Iterator[Box]:
        """The boxes in a frame, also in frames in it, in the order of execution."""
        inside = {frame}
        for one in self.graph.frames.values():
            if one.parent in inside:
                inside.add(one.id)
        return (box for box in self.graph.boxes.values() if box.frame in inside)

    def _edges(self) -> None:
        """All edges, from left to right or from top to bottom where several leave one box."""
        told = labelled(self.graph)
        for edge, id in self._in_order():
            attributes = style_attributes(edge.style, self.look) | {"id": id}
            if edge in told:
                tail = self.graph.boxes[edge.tail]
                attributes["label"] = label(line(f" {tail.shape} ", 9, bold=tail.smaller))
            if edge.style in ASIDE and self.graph.boxes[edge.head].kind in ("circle", "concat"):
                attributes["weight"] = "1"
            self.dot.edge(edge.tail, edge.head, **attributes | placed_edge(id, self.layout))

    def _in_order(self) -> list[tuple[Edge, str]]:
        """The edges as Graphviz wants those that leave one box: what goes past a sum first, arms as in the file.

        In a frame it takes boxes and edges from bottom to top where data flows to the right; elsewhere from top to
        bottom.
        """
        named = sorted(edge_ids(self.graph), key=lambda pair: not self._past(pair[0]))
        if not self.right:
            return named
        framed = [pair for pair in named if self.graph.boxes[pair[0].tail].frame]
        return [pair for pair in named if pair not in framed] + framed[::-1]

    def _past(self, edge: Edge) -> bool:
        return edge.style == "shortcut" or (edge.style == "identity" and self.graph.boxes[edge.head].kind == "circle")


def head_id(frame: str) -> str:
    """The id of the text that stands beside the first box of a frame."""
    return f"{frame}_head"


def edge_ids(graph: Graph) -> list[tuple[Edge, str]]:
    """The edges, each with an id that is the same in a piece of the picture."""
    seen: dict[Edge, int] = defaultdict(int)
    found = []
    for edge in graph.edges:
        found.append((edge, f"{edge.tail}-{edge.head}-{edge.style}-{seen[edge]}"))
        seen[edge] += 1
    return found


def _members(graph: Graph) -> dict[str, list[Box | Frame]]:
    """What stands in each frame: first frames, then boxes, those beside the main path before it."""
    members: dict[str, list[Box | Frame]] = defaultdict(list)
    for frame in graph.frames.values():
        members[frame.parent].append(frame)
    for box in sorted(graph.boxes.values(), key=lambda box: not box.aside):
        members[box.frame].append(box)
    return members


def _forks(graph: Graph) -> set[str]:
    """The boxes from which paths part that meet again: neither side results nor values that are read from afar."""
    leaving = Counter((edge.tail, edge.style == "training") for edge in graph.edges if edge.style != "skip")
    return {id for (id, _), paths in leaving.items() if paths > 1}


def labelled(graph: Graph) -> set[Edge]:
    """The edges that carry a shape: where it is a new one, one of those that leave its box, if nothing else says it.

    That is the first that leads on along the path on which the box stands.
    """
    first: dict[str, Edge] = {}
    for edge in sorted(graph.edges, key=lambda edge: edge.style != graph.boxes[edge.tail].flow):
        first.setdefault(edge.tail, edge)
    return {edge for edge in first.values() if graph.boxes[edge.tail].shape and not _said(edge, graph.boxes[edge.head])}


def _said(edge: Edge, head: Box) -> bool:
    """Whether the shape that an edge carries stands elsewhere: in its head, or on the main path into the same sum."""
    return head.kind in ("shape", "terminal") or (edge.style == "shortcut" and head.kind == "circle")
