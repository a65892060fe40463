"""Which nodes in a row lead to the last value, and which make values that are only read beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from resnet_dsl.ir.nodes import Node, Read

Nodes = tuple[Node, ...]
START = -1
"""In place of the index of a node: the value that nodes in a row are given."""
Sides = Mapping[str, Nodes]
"""By its label, what makes a value and is not on the main path; a value that is on it is not among them."""


@dataclass(frozen=True)
class Paths:
    """The nodes on the main path, and what lies beside it."""

    main: Nodes
    sides: Sides


def paths(nodes: Iterable[Node], around: Sides) -> Paths:
    """The main path of nodes in a row; `from` leaves it for the value that it reads. `around` are sides around them."""
    row = tuple(nodes)
    before, ends = _ways(row)
    on_main = set(_back(len(row) - 1, before))
    beside: list[Nodes] = []
    for i, node in enumerate(row):
        beside.append(() if i in on_main else (*(beside[before[i]] if before[i] != START else ()), node))
    sides = {label: () if end == START else beside[end] for label, end in ends.items()}
    merged = {**around, **sides}
    return Paths(tuple(row[i] for i in sorted(on_main)), {label: side for label, side in merged.items() if side})


def _ways(row: Nodes) -> tuple[list[int], dict[str, int]]:
    """Of each node the index of the one whose value it takes, and of each label that of the node that has it."""
    before: list[int] = []
    ends = {"in": START}
    for i, node in enumerate(row):
        before.append(ends.get(node.source, START) if isinstance(node, Read) else i - 1)
        if node.label:
            ends[node.label] = i
    return before, ends


def _back(end: int, before: list[int]) -> Iterator[int]:
    while end != START:
        yield end
        end = before[end]


def read_in(node: Node) -> Iterator[str]:
    """The labels that are read in a node."""
    if isinstance(node, Read):
        yield node.source
    for inner in node.nodes:
        yield from read_in(inner)
