"""The depth of a network as the papers count it: layers with weights on the longest way through."""

from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.ops.core.op import CONVOLUTION, LINEAR

Labels = dict[str, int]


def depth(arch: Arch) -> int:
    """Convolutions and linear layers on the longest way from the input to the main result."""
    return _through(arch.root.nodes, 0, {"in": 0})


def _through(nodes: tuple[Node, ...], start: int, labels: Labels) -> int:
    for node in nodes:
        start = _step(node, start, labels)
        if node.label is not None:
            labels[node.label] = start
    return start


def _step(node: Node, start: int, labels: Labels) -> int:
    match node:
        case Layer():
            return start + (node.op.role in (CONVOLUTION, LINEAR))
        case Repeat():
            once = _through(node.nodes, start, dict(labels))
            return once + (_through(node.nodes, once, dict(labels)) - once) * (node.count - 1)
        case Residual():
            paths = [node.main, *([node.shortcut] if node.shortcut is not None else [])]
            return max(_through(path, start, dict(labels)) for path in paths)
        case Join():
            return _join(node, start, dict(labels))
        case Read():
            return labels.get(node.source, start)
        case Output():
            return start
        case Module(role="block"):
            return _through(node.nodes, start, {"in": start})
        case Module():
            return _through(node.nodes, start, dict(labels))
    return _through(node.nodes, start, labels)


def _join(node: Join, start: int, labels: Labels) -> int:
    """The deepest arm; an arm may read the labelled ones before it."""
    ends = []
    for arm in node.arms:
        ends.append(_through(arm.nodes, start, dict(labels)))
        if arm.label is not None:
            labels[arm.label] = ends[-1]
    return max(ends)
