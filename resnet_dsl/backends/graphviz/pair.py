"""Two networks beside each other, with marks on what differs."""

from resnet_dsl.analysis.difference import diff_archs
from resnet_dsl.backends.graphviz.accessible import accessible
from resnet_dsl.backends.graphviz.compose import GAP
from resnet_dsl.backends.graphviz.dot import LEGEND, TITLE, Writer, write_text
from resnet_dsl.backends.graphviz.draw import Drawn
from resnet_dsl.backends.graphviz.geometry import Layout
from resnet_dsl.backends.graphviz.labels import title_label
from resnet_dsl.backends.graphviz.layout import lay_out
from resnet_dsl.backends.graphviz.legend import legend_label
from resnet_dsl.backends.graphviz.page import page
from resnet_dsl.backends.graphviz.render import render
from resnet_dsl.backends.graphviz.theme import LOOKS
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.marks import marked
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch

SIDES = ("before_", "after_")
APART = 3 * GAP


def draw_pair(before: Arch, after: Arch, view: View, format: Drawn) -> str | bytes:
    """The pictures of two networks; SVG is text, the others are bytes. Raises `BackendError` without a renderer."""
    sides = marked_graphs(before, after, view)
    both = Graph(f"{before.name} → {after.name}", file=sides[0].file)
    for side in sides:
        both.take(side)
        both.cards += side.cards
    data = render(_dot(both, sides, view), format)
    return accessible(data.decode("utf-8"), both) if format == "svg" else data


def marked_graphs(before: Arch, after: Arch, view: View) -> list[Graph]:
    """What is drawn of either network, with ids of its own."""
    marks = diff_archs(before, after).marks
    pairs = zip((before, after), (marks.before, marks.after), SIDES, strict=True)
    return [marked(diagram(arch, view), own).named(prefix) for arch, own, prefix in pairs]


def _dot(both: Graph, sides: list[Graph], view: View) -> str:
    """Everything, pinned: the second picture to the right of the first, the legend behind it."""
    look = LOOKS[view.theme].faded()
    layout, titles = Layout(), dict(zip((f"{prefix}{TITLE}" for prefix in SIDES), sides, strict=True))
    left = 0.0
    for id, side in titles.items():
        placed = page(side, view, legend=False).at(left, 0)
        placed.boxes[id] = placed.boxes.pop(TITLE)
        layout.take(placed)
        left = layout.bounds.right + APART
    writer = Writer(both, view, layout, look)
    writer.dot.attr(notranslate="true")
    if view.legend:
        (legend,) = lay_out([write_text(LEGEND, legend_label(both, look), view)])
        layout.take(legend.at(left, 0))
        writer.text(LEGEND, legend_label(both, look))
    for id, side in titles.items():
        writer.text(id, title_label(side, look))
    writer.everything()
    return str(writer.dot.source)
