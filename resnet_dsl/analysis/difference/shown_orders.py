"""Orders found again in networks: from what one convolution or one residual shows, never from parts of several."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from resnet_dsl.ir.nodes import Arch, Layer, Node, Residual
from resnet_dsl.ir.nodes import Sequence as Row

PARTS = ("lead", "before", "behind")
Shown = tuple[tuple[str, ...], ...]
"""The ops of each of the parts."""


@dataclass(frozen=True)
class Order:
    """What stands around most convolutions; `mixed` says whether some have other ops at its places."""

    shown: Shown
    residual: bool
    mixed: bool

    def __str__(self) -> str:
        lead, before, behind = self.shown
        return " ".join((*lead, "conv", *before, *(("+",) if self.residual else ()), *behind))

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many ops stand at each place."""
        return tuple(map(len, self.shown))


def order_of(arch: Arch) -> Order | None:
    """The order that a network is in; None where none shows, or where convolutions are in several ones."""
    found = Counter(shown for shown in _collected(arch.root) if any(shown))
    if not found:
        return None
    best = max(found, key=lambda one: (sum(map(len, one)), found[one]))
    pairs = [pair for one in found for pair in zip(one, best, strict=True)]
    if any(len(ops) > len(wanted) for ops, wanted in pairs):
        return None
    return Order(best, _has_residual(arch.root), any(not set(ops) <= set(wanted) for ops, wanted in pairs))


def _collected(node: Node) -> Iterator[Shown]:
    if isinstance(node, Row):
        yield _residual(node) if node.role == "residual" else _parts(node)
    for inner in node.nodes:
        yield from _collected(inner)


def _parts(row: Row) -> Shown:
    """The ops of the parts that stand in a row itself."""
    layers = [node for node in row.nodes if isinstance(node, Layer)]
    return tuple(tuple(layer.op.name for layer in layers if layer.part == part) for part in PARTS)


def _residual(row: Row) -> Shown:
    """What a residual shows: the most of each part, around it and around the convolutions of its main path."""
    shown = [_parts(inner) for inner in _rows(row)]
    return tuple(max((one[i] for one in shown), key=len) for i in range(len(PARTS)))


def _rows(row: Row) -> Iterator[Row]:
    yield row
    for node in row.nodes:
        main = node.main if isinstance(node, Residual) else (node,)
        for inner in main:
            if isinstance(inner, Row):
                yield from _rows(inner)


def _has_residual(node: Node) -> bool:
    return isinstance(node, Residual) or any(map(_has_residual, node.nodes))
