"""The legend as markup."""

from resnet_dsl.backends.graphviz.content import Words
from resnet_dsl.backends.graphviz.labels import words_label
from resnet_dsl.backends.graphviz.markup import cell, label, line, row, table
from resnet_dsl.backends.graphviz.signs import HEADING, Sign, signs
from resnet_dsl.backends.graphviz.theme import Look
from resnet_dsl.diagram.graph import Graph

ARROWS = {"identity": "→", "shortcut": "⇢", "skip": "→", "training": "⇢"}
ARROW_SIZE = 12


def legend_label(graph: Graph, look: Look) -> str:
    """The legend as markup."""
    rows = [row(cell(_text(HEADING, "heading", look), colspan=2, align="left"))]
    for sign, text in signs(graph, look):
        rows.append(row(cell(_sign(sign, look), align="center"), cell(_text(text, "small", look), align="left")))
    return label(table(*rows, padding=1, spacing=2))


def _text(text: str, face: str, look: Look) -> str:
    return words_label((Words(text, face),), look)


def _sign(sign: Sign | Words, look: Look) -> str:
    if isinstance(sign, Words):
        return words_label((sign,), look)
    match sign.kind:
        case "edge":
            return _arrow(sign.name, look)
        case "bar":
            colour = look.bar[int(sign.name)]
            return _swatch(colour, colour)
    return _swatch(*look.paint(sign.name))


def _arrow(style: str, look: Look) -> str:
    """The sign of an edge, drawn as the edge is."""
    colour = {"skip": look.accent, "training": look.grey}.get(style, look.ink)
    return line("··>" if style == "skip" and look.dotted else ARROWS[style], ARROW_SIZE, colour)


def _swatch(fill: str, border: str) -> str:
    inner = cell("", border=1, color=border, bgcolor=fill, width=16, height=8, fixedsize="true")
    return table(row(inner))
