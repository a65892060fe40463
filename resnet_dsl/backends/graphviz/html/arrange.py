"""Where everything lies at first: the page as it is drawn elsewhere, and the cards that are closed, each alone."""

from dataclasses import dataclass

from resnet_dsl.backends.graphviz.dot import LEGEND, write_piece, write_text
from resnet_dsl.backends.graphviz.geometry import Layout, Rectangle, around
from resnet_dsl.backends.graphviz.layout import lay_out
from resnet_dsl.backends.graphviz.legend import legend_label
from resnet_dsl.backends.graphviz.page import composed
from resnet_dsl.backends.graphviz.theme import LOOKS
from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.pieces import pieces
from resnet_dsl.diagram.view import View

WINDOW = 0.7
"""Height to width of what a window leaves for the picture."""
NEAR = 20.0
"""Parts of the strip that are no further apart stand in one column."""


@dataclass(frozen=True)
class Arrangement:
    """Where everything lies; `shown` are the cards that are open at first, the first of each sign.

    `columns` are the rectangles that the strip takes, which no card may cover; of the page there are the `bounds`.
    """

    layout: Layout
    shown: tuple[str, ...]
    columns: tuple[Rectangle, ...]
    bounds: Rectangle


def arrange(graph: Graph, view: View) -> Arrangement:
    """Lay out a picture. Raises `BackendError` where nothing is installed that lays out."""
    texts = [write_text(LEGEND, legend_label(graph, LOOKS[view.theme]), view)] if view.legend else []
    strip, *others = lay_out([write_piece(piece, view) for piece in pieces(graph)] + texts)
    cards = dict(zip(graph.cards, others, strict=False))
    shown = _first_of_each_sign(graph)
    right = view.direction == "right"
    placed = composed(graph, strip, [cards[id] for id in shown] + others[len(cards) :], right=right, proportions=WINDOW)
    bounds, columns = placed.bounds, _columns(strip, placed, right=right)
    for id, card in cards.items():
        if id not in shown:
            placed.take(card.at(0, 0))
    return Arrangement(placed, shown, columns, bounds)


def _first_of_each_sign(graph: Graph) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for card in graph.cards:
        first.setdefault(graph.frames[card].sign, card)
    return tuple(first.values())


def _columns(strip: Layout, placed: Layout, *, right: bool) -> tuple[Rectangle, ...]:
    """The columns of the strip where it lies; its rows, where data flows to the right."""
    parts = [placed.boxes[id] for id in strip.boxes] + [placed.frames[id] for id in strip.frames]
    found: list[Rectangle] = []
    for part in sorted(parts, key=lambda one: -one.top if right else one.left):
        if found and _near(found[-1], part, right=right):
            found[-1] = around([found[-1], part])
        else:
            found.append(part)
    return tuple(found)


def _near(column: Rectangle, part: Rectangle, *, right: bool) -> bool:
    return column.bottom - part.top < NEAR if right else part.left - column.right < NEAR
