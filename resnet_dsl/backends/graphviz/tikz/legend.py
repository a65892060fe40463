"""The legend in TikZ: a sign and its meaning in each row."""

from collections.abc import Iterator

from resnet_dsl.backends.graphviz.content import Words
from resnet_dsl.backends.graphviz.geometry import Point, Rectangle
from resnet_dsl.backends.graphviz.signs import HEADING, Sign, signs
from resnet_dsl.backends.graphviz.theme import Look
from resnet_dsl.backends.graphviz.tikz.numbers import place
from resnet_dsl.backends.graphviz.tikz.styles import BARS, ROLES
from resnet_dsl.backends.graphviz.tikz.text import words_text
from resnet_dsl.diagram.graph import Graph

MIDDLE, TEXT, ARROW = 28.0, 60.0, 9.0
"""Where, from the left, the signs have their middle and the texts begin, and half the length of an arrow."""


def legend_lines(graph: Graph, look: Look, where: Rectangle) -> Iterator[str]:
    """The legend, its rows spread over a rectangle."""
    rows = list(signs(graph, look))
    height = where.height / (len(rows) + 1)
    top = where.top - height / 2
    yield _text((where.left, top), Words(HEADING, "heading"))
    for i, (sign, text) in enumerate(rows, start=1):
        y = top - i * height
        yield _sign(sign, (where.left + MIDDLE, y))
        yield _text((where.left + TEXT, y), Words(text, "small"))


def _text(at: Point, words: Words) -> str:
    return rf"\node[anchor=west] at {place(at)} {{{words_text(words)}}};"


def _sign(sign: Sign | Words, at: Point) -> str:
    if isinstance(sign, Words):
        return rf"\node at {place(at)} {{{words_text(sign)}}};"
    if sign.kind == "edge":
        style = f"edge, {sign.name}" if sign.name == "training" else sign.name
        return rf"\draw[{style}] {place((at[0] - ARROW, at[1]))} -- {place((at[0] + ARROW, at[1]))};"
    style = f"fill={BARS[int(sign.name)]}" if sign.kind == "bar" else ROLES[sign.name]
    return rf"\node[{style}, swatch] at {place(at)} {{}};"
