"""Which nodes in a row lead to the last value, and which make values that are only read beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from resnet_dsl.ir.nodes import Node, Read

Nodes = tuple[Node, ...]
Sides = Mapping[str, Nodes]
"""By its label, what makes a value and is not on the main path; nothing for a value that is."""


@dataclass(frozen=True)
class Paths:
    """The nodes on the main path, and what lies beside it."""

    main: Nodes
    sides: Sides


def paths(nodes: Iterable[Node], around: Sides) -> Paths:
    """The main path of nodes in a row; `from` leaves it for the value that it reads. `around` are sides around them."""
    taken: Nodes = ()
    ends: dict[str, Nodes] = {"in": ()}
    for node in nodes:
        taken = (*(ends.get(node.source, ()) if isinstance(node, Read) else taken), node)
        if node.label:
            ends[node.label] = taken
    on_main = {id(node) for node in taken}
    sides = {label: tuple(node for node in way if id(node) not in on_main) for label, way in ends.items()}
    return Paths(taken, {**around, **sides})


def read_in(node: Node) -> Iterator[str]:
    """The labels that are read in a node."""
    if isinstance(node, Read):
        yield node.source
    for inner in node.nodes:
        yield from read_in(inner)
