"""Which blocks are one box on the strip, and the cards on which they are opened, each distinct one once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.scope import Spot
from resnet_dsl.diagram.signature import Signature, exact_signature, signature
from resnet_dsl.diagram.texts import sole_block
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.names import Counter, advance
from resnet_dsl.ir.nodes import Module, Node, Repeat

ENDS = ("shape", "split", "entry")


@dataclass(frozen=True)
class Run:
    """One block, or several in a row that a reader cannot tell apart: `count` runs in all, `nodes` of the IR."""

    blocks: tuple[Module, ...]
    nodes: tuple[Node, ...]
    count: int

    @property
    def labels(self) -> str:
        """The labels that the file gives these blocks: `Mixed_6c, Mixed_6d`."""
        return ", ".join(block.label for block in self.blocks if block.label)


@dataclass
class Card:
    """A block, opened: the picture of its first use, and the keys of all uses. Those `alike` have one sign."""

    id: str
    block: Module
    alike: Signature = None
    graph: Graph = field(default_factory=Graph)
    keys: dict[str, None] = field(default_factory=dict)

    @property
    def holds(self) -> int:
        """How many boxes say something."""
        return sum(box.kind not in ENDS for box in self.graph.boxes.values())


@dataclass
class Folds:
    """What is folded in a view of a network, and the cards by what their blocks have in common.

    A block that is a single box when it is opened has None for a card and is never folded. `read` holds the labels
    that are read somewhere: behind such a block nothing is merged. With `each`, a card stands only for blocks that have
    everything in common, widths and shapes too.
    """

    view: View
    read: frozenset[str]
    each: bool = False
    cards: dict[Signature, Card | None] = field(default_factory=dict)

    def run(self, nodes: tuple[Node, ...], first: int, spot: Spot) -> Run | None:
        """The blocks to fold that stand in a row from a node on; None where the node is none or is opened."""
        counter = spot.counter.copy()
        found = self._block(nodes[first], spot, counter)
        if found is None:
            return None
        block, count = found
        last, blocks = first + 1, [block]
        while last < len(nodes) and not _labels(nodes[last - 1]) & self.read:
            more = self._block(nodes[last], spot, counter)
            if more is None or exact_signature(block) != exact_signature(more[0]):
                break
            blocks.append(more[0])
            count += more[1]
            last += 1
        return Run(tuple(blocks), nodes[first:last], count)

    def card(self, block: Module, draw: Callable[[str], Graph]) -> Card | None:
        """The card of a block; where this is its first use, `draw` opens it on the card with a new id."""
        alike = signature(block)
        same = (alike, block.nodes) if self.each else alike
        if same not in self.cards:
            card = self.cards[same] = Card(f"c{len(self.cards)}", block, alike)
            card.graph = draw(card.id)
            if card.holds <= 1:
                self.cards[same] = None
        return self.cards[same]

    def shows(self, card: Card, block: Module) -> bool:
        """Whether a card shows a block that it is opened for: with `each`, one of a run may be wider than the first."""
        return not self.each or card.block.nodes == block.nodes

    def drawn(self) -> list[Card]:
        """The cards, in the order of first use."""
        return [card for card in self.cards.values() if card is not None]

    def _block(self, node: Node, spot: Spot, counter: Counter) -> tuple[Module, int] | None:
        """The folded block that a node is, and how often it runs in a row; `counter` goes on behind it."""
        block, count = (sole_block(node.nodes), node.count) if isinstance(node, Repeat) else (sole_block((node,)), 1)
        named = advance((node,), counter)
        if block is None or self.view.opens(block, spot.level, f"{spot.prefix}{named[0][0]}"):
            return None
        return block, count


def _labels(node: Node) -> set[str | None]:
    """The labels by which the value of a node is read; of a repeat, also that of what it runs."""
    return {node.label, *(inner.label for inner in node.nodes)} if isinstance(node, Repeat) else {node.label}
