"""Parts of a network in a few words, as the papers write them."""

from collections.abc import Iterable, Iterator
from typing import Any

from resnet_dsl.ir.nodes import Binding, Join, Layer, Module, Node, Output, Read, Repeat, Residual, Sequence
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.ops.core.op import CONVOLUTION, Op

BETWEEN = " · "
JOINED = {"concat": "concat", "add": "⊕", "mul": "⊗"}
"""What is written for each way to join arms."""


def wording(node: Node) -> str:
    """What a node is: `conv 7×7, 64, /2 · bn · relu`, `bottleneck 128, /2`, `concat of 4`."""
    match node:
        case Layer():
            return op_wording(node.op)
        case Module(role="block"):
            return _call(node)
        case Module():
            return layers_wording(node.nodes) or node.role.replace("brace", "sequence")
        case Join():
            return f"{JOINED[node.how]} of {len(node.arms)}"
        case Read():
            return f"from {node.source}"
        case Output():
            return f"{node.result}: {parts_wording(node.nodes)}"
        case Repeat():
            return parts_wording(node.nodes)
        case Residual():
            return "residual"
    return BETWEEN.join(op_wording(layer.op) for layer in _layers(node.nodes)) if holds_layers(node) else node.role


def parts_wording(nodes: tuple[Node, ...]) -> str:
    """What several nodes in a row are; none are an identity."""
    if not nodes:
        return "identity"
    if len(nodes) == 1:
        return wording(nodes[0])
    return layers_wording(nodes) or f"{len(nodes)} parts"


def layers_wording(nodes: tuple[Node, ...]) -> str:
    """The layers of nodes that are one layer or unit, with what moved beside it; else empty."""
    if not all(isinstance(node, Layer) or holds_layers(node) for node in nodes):
        return ""
    return BETWEEN.join(op_wording(layer.op) for layer in _layers(nodes)) if sum(map(_stands, nodes)) <= 1 else ""


def op_wording(op: Op) -> str:
    """An op as its label; one that is numbers alone with its name: `conv 3×3, 64`."""
    label = op.label()
    return f"{op.name} {label}" if label[:1].isdigit() else label


def marks(node: Node) -> tuple[str, ...]:
    """What is to be noted of a node: how a residual goes on, what joins the arms, whether it is for training only."""
    match node:
        case Residual():
            return tuple(filter(None, [_sum(node.shortcut)]))
        case Output():
            return ("training",) if node.training_only else ("side result",)
        case Module(role="shortcut"):
            return ("shortcut",)
        case Module(role="stage"):
            return ()
        case Module(nodes=(Join() as join,)):
            return (JOINED[join.how],)
        case Sequence(role="residual"):
            return next((marks(inner) for inner in node.nodes if isinstance(inner, Residual)), ())
        case Module() | Repeat() | Sequence(role="repeat" | "arm") if len(node.nodes) == 1:
            return marks(node.nodes[0])
    return ()


def holds_layers(node: Node) -> bool:
    """Whether a node is layers that belong together and are shown as one."""
    return isinstance(node, Sequence) and node.role in ("unit", "main unit", "moved")


def _stands(node: Node) -> bool:
    """Whether a node stands for itself; parts of an order that moved go with the next one."""
    return not (isinstance(node, Sequence) and node.role == "moved")


def _layers(nodes: Iterable[Node]) -> Iterator[Layer]:
    for node in nodes:
        if isinstance(node, Layer):
            yield node
        else:
            yield from _layers(node.nodes)


def _sum(shortcut: tuple[Node, ...] | None) -> str:
    if shortcut is None:
        return ""
    layers = list(_layers(shortcut))
    if not layers:
        return "⊕ identity"
    if any(layer.op.role == CONVOLUTION for layer in layers):
        return "⊕ projection"
    return "⊕ zero pad" if any(layer.op.name == "pad" for layer in layers) else "⊕ shortcut"


def _call(module: Module) -> str:
    said = [text for text in map(_argument, module.parameters) if text]
    return " ".join([module.block, ", ".join(said)]).strip()


def _argument(binding: Binding) -> str:
    """An argument as one would write it; empty where it is the default."""
    if binding.value == binding.default:
        return ""
    if binding.name == "stride":
        return f"/{show(binding.value)}"
    return show(binding.value) if binding.default is None else f"{binding.name}={show(binding.value)}"


def show(value: Any) -> str:
    """A value of the language as text."""
    match value:
        case bool():
            return str(value).lower()
        case Size():
            return "×".join(map(str, value))
        case tuple() | list():
            return f"({', '.join(map(show, value))}{',' if len(value) == 1 else ''})"
    return str(value)
