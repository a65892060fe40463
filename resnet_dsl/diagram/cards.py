"""The cards beside the strip: their frames, signs and titles."""

from collections.abc import Mapping
from dataclasses import replace

from resnet_dsl.analysis.cost import cost
from resnet_dsl.diagram.boxes import source_of
from resnet_dsl.diagram.folds import Card
from resnet_dsl.diagram.graph import Figures, Frame, Graph
from resnet_dsl.diagram.texts import is_projection, shape_text, shrinkage
from resnet_dsl.ir.nodes import Module, Node, Residual

MOST_KEYS = 3
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def put_cards(graph: Graph, cards: list[Card], uses: Mapping[str, int], *, each: bool = False) -> None:
    """Put the cards beside the strip, give each a sign, and write that into the boxes that refer to it.

    `uses` is how often the block of each card runs in the whole network, by the id of the card. With `each`, all
    uses of a card have everything in common.
    """
    used = [card for card in cards if card.keys]
    letters = {alike: sign_of(i) for i, alike in enumerate(dict.fromkeys(card.alike for card in used))}
    signs = {card.id: letters[card.alike] for card in used}
    for card in used:
        graph.frames[card.id] = _frame(card, signs[card.id], uses[card.id], "in" if each else "drawn as in")
        graph.take(card.graph)
        graph.cards.append(card.id)
    for box in graph.boxes.values():
        if box.card:
            graph.boxes[box.id] = replace(box, card=signs[box.card], opened=box.card)


def sign_of(number: int) -> str:
    """`A`, `B` … `Z`, `A1`, `B1` …."""
    turn, place = divmod(number, len(LETTERS))
    return LETTERS[place] + (str(turn) if turn else "")


def _frame(card: Card, sign: str, uses: int, how: str) -> Frame:
    first, where = next(iter(card.keys)), _where(list(card.keys), uses)
    costs = cost(card.block)
    return Frame(
        card.id,
        "",
        "card",
        key=first,
        title=card.block.block,
        subtitle=", ".join(_special(card.block)),
        shape=f"{how} {where}",
        sign=sign,
        told=f"{sign}: {card.block.block}, in {where}",
        figures=Figures(shape_text(card.block.input), shape_text(card.block.output), costs.all_parameters, costs.macs),
        source=source_of(card.block.place),
    )


def _where(keys: list[str], uses: int) -> str:
    """The first use of a block, how many there are, and others by name: `layer1.1; 46 uses, also in layer2.1, …`."""
    first, *others = [*keys[:MOST_KEYS], *(["…"] if len(keys) > MOST_KEYS else [])]
    also = f", also in {', '.join(others)}" if others else ""
    return f"{first}; {uses} uses{also}" if uses > 1 else first


def _special(block: Module) -> list[str]:
    """What sets this card apart from others of the same block."""
    shortcuts = [node.shortcut for node in _residuals(block.nodes)]
    kinds = dict.fromkeys("no shortcut" if one is None else _kind(one) for one in shortcuts)
    return [*kinds, *filter(None, [shrinkage(block.input, block.output)])]


def _kind(shortcut: tuple[Node, ...]) -> str:
    if not shortcut:
        return "identity shortcut"
    return "projection shortcut" if is_projection(shortcut) else "shortcut of its own"


def _residuals(nodes: tuple[Node, ...]) -> list[Residual]:
    """The residuals of a block, those of blocks in it left out."""
    found: list[Residual] = []
    for node in nodes:
        if isinstance(node, Residual):
            found.append(node)
        elif not (isinstance(node, Module) and node.role == "block"):
            found += _residuals(node.nodes)
    return found
