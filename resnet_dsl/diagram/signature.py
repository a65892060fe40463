"""What makes two blocks the same to a reader: the same ops with the same paths between them, however wide.

A card shows the first of its uses, and each box that refers to it tells the widths of its own. So the blocks of a card
agree in all that the card says and the boxes do not: in everything but the widths and group counts of convolutions and
linear layers, which the lines of a box have.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from resnet_dsl.diagram.reads import labels_read
from resnet_dsl.ir.nodes import Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.ops.core.kinds import COUNT, Kind
from resnet_dsl.ops.core.op import CONVOLUTION, LINEAR, SHORTCUT, Op, kind_of, parameters_of
from resnet_dsl.ops.core.shape import Shape

Signature = Hashable
WIDE = (CONVOLUTION, LINEAR, SHORTCUT)
"""The roles of layers whose counts are not compared."""


def signature(module: Module) -> Signature:
    """What a module has in common with all that one card can stand for."""
    return _Signer(labels_read(module.nodes)).module(module)


def exact_signature(module: Module) -> Signature:
    """What a module has in common with all that one box can stand for: the widths too."""
    return _Signer(labels_read(module.nodes), exact=True).module(module)


@dataclass(frozen=True)
class _Signer:
    """Signs nodes; `read` are the labels that are read among them."""

    read: frozenset[str]
    exact: bool = False

    def module(self, module: Module) -> Signature:
        return module.role, module.block, self.all(module.nodes)

    def all(self, nodes: tuple[Node, ...]) -> Signature:
        return tuple(self.one(node) for node in nodes)

    def one(self, node: Node) -> Signature:
        label = node.label if node.label in self.read or isinstance(node, Module) else None
        return node.kind, label, self._own(node)

    def _own(self, node: Node) -> Signature:
        match node:
            case Layer():
                return node.part, self._op(node.op, node.input), node.name if node.name in self.read else None
            case Module():
                return self.module(node)
            case Repeat():
                return node.count, self.all(node.nodes)
            case Residual():
                return self.all(node.main), None if node.shortcut is None else self.all(node.shortcut)
            case Join():
                return node.how, self.all(node.arms)
            case Read():
                return node.source
            case Output():
                return node.source, node.result, node.training_only, self.all(node.nodes)
        return node.role, self.all(node.nodes)

    def _op(self, op: Op, input: Shape) -> Signature:
        kinds = {name: kind_of(item) for name, item in parameters_of(type(op)).items()}
        values = ((name, self._value(name, getattr(op, name), kind, op, input)) for name, kind in kinds.items())
        return (op.name, *values)

    def _value(self, name: str, value: Any, kind: Kind, op: Op, input: Shape) -> Signature:
        """A value without its width; of groups, whether there is one, one for each channel, or some."""
        if kind == COUNT and op.role in WIDE and not self.exact:
            return (value == 1, value == input.channels) if name == "groups" else None
        return value if isinstance(value, Hashable) else repr(value)
