"""A whole picture, laid out: Graphviz lays out its pieces, and they are put on one page."""

from resnet_dsl.backends.graphviz.compose import GAP, compose
from resnet_dsl.backends.graphviz.dot import LEGEND, TITLE, write, write_piece, write_text
from resnet_dsl.backends.graphviz.geometry import Layout
from resnet_dsl.backends.graphviz.labels import title_label
from resnet_dsl.backends.graphviz.layout import lay_out
from resnet_dsl.backends.graphviz.legend import legend_label
from resnet_dsl.backends.graphviz.theme import LOOKS
from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.pieces import pieces
from resnet_dsl.diagram.view import View

PORTRAIT, LANDSCAPE = 1.2, 0.6
"""Height to width of the page that is aimed at where data flows down, and to the right."""


def page(graph: Graph, view: View, *, legend: bool = True) -> Layout:
    """Where everything lies; the `legend` can be left to whoever puts more on the page.

    Raises `BackendError` where nothing is installed that lays out.
    """
    look = LOOKS[view.theme]
    texts = [write_text(TITLE, title_label(graph, look), view)]
    texts += [write_text(LEGEND, legend_label(graph, look), view)] if view.legend and legend else []
    drawn = [write_piece(piece, view) for piece in pieces(graph)]
    title, *others = lay_out(texts + drawn)
    beside = others[: len(texts) - 1]
    strip, *cards = others[len(texts) - 1 :]
    right = view.direction == "right"
    placed = composed(graph, strip, cards + beside, right=right, proportions=LANDSCAPE if right else PORTRAIT)
    return _titled(placed, title)


def placed_dot(graph: Graph, view: View) -> str:
    """The picture as DOT in which everything is pinned, for a renderer that lays out nothing."""
    return write(graph, view, page(graph, view))


def composed(graph: Graph, strip: Layout, cards: list[Layout], *, right: bool, proportions: float) -> Layout:
    """The strip and what stands beside it on one page of about these proportions, height to width."""
    divisible = frozenset(id for id, frame in graph.frames.items() if frame.kind == "group")
    if not right:
        return compose(strip, cards, proportions, divisible)
    turned = compose(strip.turned(), [card.turned() for card in cards], 1 / proportions, divisible)
    return turned.turned()


def _titled(placed: Layout, title: Layout) -> Layout:
    bounds = placed.bounds
    placed.take(title.at(bounds.left, bounds.top + GAP / 2 + title.bounds.height))
    return placed
