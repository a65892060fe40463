"""What makes two blocks the same to a reader: the same ops with the same paths between them, however wide."""

from collections.abc import Hashable
from typing import Any

from resnet_dsl.ir.nodes import Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.kinds import COUNT, RATE, WIDTHS, Kind
from resnet_dsl.ops.core.op import Op, kind_of, parameters_of

Signature = Hashable
WIDE = (COUNT, WIDTHS)


def signature(module: Module) -> Signature:
    """What a module has in common with all that one card can stand for: everything but widths and rates."""
    return (module.block, _all(module.nodes, labels_read(module.nodes)))


def _all(nodes: tuple[Node, ...], read: frozenset[str]) -> Signature:
    return tuple(_one(node, read) for node in nodes)


def _one(node: Node, read: frozenset[str]) -> Signature:
    label = node.label if node.label in read else None
    return (node.kind, label, *_own(node, read))


def _own(node: Node, read: frozenset[str]) -> tuple[Signature, ...]:
    match node:
        case Layer():
            return node.part, _op(node.op), node.name if node.name in read else None
        case Module():
            return node.role, node.block, _all(node.nodes, read)
        case Repeat():
            return node.count, _all(node.nodes, read)
        case Residual():
            short = None if node.shortcut is None else _all(node.shortcut, read)
            return _all(node.main, read), short
        case Join():
            return node.how, _all(node.arms, read)
        case Read():
            return (node.source,)
        case Output():
            return node.source, node.result, node.training_only, _all(node.nodes, read)
    return node.role, _all(node.nodes, read)


def _op(op: Op) -> Signature:
    kinds = {name: kind_of(item) for name, item in parameters_of(type(op)).items()}
    return (op.name, *((name, _masked(getattr(op, name), kind)) for name, kind in kinds.items()))


def _masked(value: Any, kind: Kind) -> Hashable:
    """A value without its width or rate; whether there are several groups is kept."""
    if kind == RATE or isinstance(value, Deferred):
        return None
    if kind in WIDE:
        return len(value) if isinstance(value, tuple) else value == 1
    return value if isinstance(value, Hashable) else repr(value)


def labels_read(nodes: tuple[Node, ...]) -> frozenset[str]:
    """The labels that are read somewhere in these nodes."""
    found = {node.source for node in nodes if isinstance(node, Read | Output)}
    return frozenset(found.union(*(labels_read(node.nodes) for node in nodes)))
