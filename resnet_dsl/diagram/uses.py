"""How often blocks run in a network."""

from collections import Counter
from collections.abc import Callable

from resnet_dsl.diagram.signature import Signature
from resnet_dsl.ir.nodes import Module, Node, Repeat


def count_uses(nodes: tuple[Node, ...], sign: Callable[[Module], Signature], times: int = 1) -> Counter[Signature]:
    """How often the blocks of each sign run in nodes that run so many times, also those inside other blocks."""
    found: Counter[Signature] = Counter()
    for node in nodes:
        runs = times * node.count if isinstance(node, Repeat) else times
        if isinstance(node, Module) and node.role == "block":
            found[sign(node)] += runs
        found += count_uses(node.nodes, sign, runs)
    return found
