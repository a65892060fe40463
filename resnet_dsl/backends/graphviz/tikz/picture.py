"""A `tikzpicture`: the styles at its top, then one node or edge a line."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.backends.graphviz.content import box_content, frame_content, title_content
from resnet_dsl.backends.graphviz.dot import LEGEND, TITLE, edge_ids, head_id, labelled
from resnet_dsl.backends.graphviz.geometry import Layout, Rectangle
from resnet_dsl.backends.graphviz.links import address
from resnet_dsl.backends.graphviz.page import page
from resnet_dsl.backends.graphviz.parts import later_parts
from resnet_dsl.backends.graphviz.theme import LOOKS
from resnet_dsl.backends.graphviz.tikz.edges import edge_line
from resnet_dsl.backends.graphviz.tikz.escape import escape_address
from resnet_dsl.backends.graphviz.tikz.legend import legend_lines
from resnet_dsl.backends.graphviz.tikz.names import node_names
from resnet_dsl.backends.graphviz.tikz.numbers import number, place
from resnet_dsl.backends.graphviz.tikz.styles import FRAMES, colours, style_of, styles, texts
from resnet_dsl.backends.graphviz.tikz.text import content_text
from resnet_dsl.diagram.graph import Box, Frame, Graph
from resnet_dsl.diagram.view import View

LARGEST, MARGIN = 16_000, 12.0
"""The largest length that TeX has, in points, and the margin of a picture with a background."""


def picture(graph: Graph, view: View) -> str:
    """The picture as an environment. Raises `BackendError` where nothing lays out, or where it is too large for TeX."""
    return Writer(graph, view).text()


class Writer:
    """Writes a picture."""

    def __init__(self, graph: Graph, view: View) -> None:
        self.graph, self.view, self.look = graph, view, LOOKS[view.theme]
        self.layout = _at_origin(page(graph, view))
        self.names = node_names(graph)

    def text(self) -> str:
        """The whole picture."""
        parts = {
            "the colours of the theme, and how text is set": [*colours(self.look), *texts()],
            "title and background": self._title(),
            "frames": chain.from_iterable(map(self._frames, self.graph.frames.values())),
            "boxes": map(self._box, self.graph.boxes.values()),
            "edges": self._edges(),
            "legend": legend_lines(self.graph, self.look, self.layout.boxes[LEGEND]) if self.view.legend else (),
        }
        lines = [r"\begin{tikzpicture}[", "  x=1bp, y=1bp, line width=.8bp, >=latex,", styles(self.look), "]"]
        for name, part in parts.items():
            lines += [f"% {name}", *part]
        return "\n".join([*lines, r"\end{tikzpicture}", ""])

    def _title(self) -> Iterator[str]:
        if self.look.background != "#FFFFFF":
            bounds = self.layout.bounds
            corners = place((-MARGIN, -MARGIN)), place((bounds.right + MARGIN, bounds.top + MARGIN))
            yield rf"\fill[background] {corners[0]} rectangle {corners[1]};"
        yield _heading(self.layout.boxes[TITLE], content_text(title_content(self.graph)))

    def _frames(self, frame: Frame) -> Iterator[str]:
        """A frame, and its further parts where the strip is cut inside it."""
        name = self.names[frame.id]
        yield from self._frame(frame, frame.id, name)
        for i, id in enumerate(later_parts(frame.id, self.layout), start=2):
            yield from self._frame(replace(frame, title=f"{frame.title} …"), id, f"{name}-part{i}")

    def _frame(self, frame: Frame, id: str, name: str) -> Iterator[str]:
        yield _node(FRAMES[frame.kind], name, self.layout.frames[id], "")
        text = content_text(frame_content(frame), self._link(frame))
        where = self.layout.boxes.get(head_id(id)) or self.layout.labels.get(id)
        if text and where:
            yield _heading(where, text)

    def _box(self, box: Box) -> str:
        return _node(style_of(box), self.names[box.id], self.layout.boxes[box.id], self._text(box))

    def _text(self, box: Box) -> str:
        if box.kind == "circle":
            return r"$\times$" if box.head == "×" else "$+$"
        return content_text(box_content(box), self._link(box))

    def _edges(self) -> Iterator[str]:
        told = labelled(self.graph)
        for edge, id in edge_ids(self.graph):
            box = self.graph.boxes[edge.tail] if edge in told else None
            yield edge_line(edge, self.layout.edges[id], self.layout, self.names, box)

    def _link(self, thing: Box | Frame) -> str:
        return escape_address(address(thing.source, self.graph, self.view))


def _node(style: str, name: str, where: Rectangle, text: str) -> str:
    size = f"size={{{number(where.width)}}}{{{number(where.height)}}}"
    return rf"\node[{style}, {size}] ({name}) at {place(where.centre)} {{{text}}};"


def _heading(where: Rectangle, text: str) -> str:
    return rf"\node[heading] at {place((where.left, where.top))} {{{text}}};"


def _at_origin(layout: Layout) -> Layout:
    """The layout with its lower left corner at the origin. Raises `BackendError` where TeX has no such lengths."""
    bounds = layout.bounds
    if max(bounds.width, bounds.height) > LARGEST:
        size = f"{bounds.width / 72 * 2.54:,.0f} by {bounds.height / 72 * 2.54:,.0f} cm"
        raise BackendError(f"the picture has {size}, and TeX has no length over 560 cm: open fewer blocks, or draw SVG")
    return layout.moved((-bounds.left, -bounds.bottom))
