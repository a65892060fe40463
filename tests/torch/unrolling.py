"""Networks whose repeats are written out, for what must not depend on how they are folded."""

from dataclasses import replace
from typing import Any

from resnet_dsl.analysis.positions import Part, Position
from resnet_dsl.ir.nodes import Arch, Join, Layer, Node, Read, Repeat, Residual


def unrolled(arch: Arch) -> Arch:
    """The same network, with as many runs in the IR as there are."""
    return replace(arch, root=_one(arch.root))


def _one(node: Node) -> Any:
    match node:
        case Layer() | Read():
            return node
        case Residual():
            return replace(node, main=_all(node.main), shortcut=None if node.shortcut is None else _all(node.shortcut))
        case Join():
            return replace(node, arms=_all(node.arms))
        case Repeat():
            return replace(node, count=1, nodes=_all(node.nodes) * node.count)
    return replace(node, nodes=_all(node.nodes))


def _all(nodes: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(map(_one, nodes))


def runs(arch: Arch) -> list[tuple[Position, list[Position]]]:
    """By the position of each part, where its runs stand once all is written out, the last one last."""
    return list(_runs(Part(arch.root), [()]))


def _runs(part: Part, places: list[Position]) -> list[tuple[Position, list[Position]]]:
    found = [(part.position, places)]
    count = part.node.count if isinstance(part.node, Repeat) else 1
    for i, inner in enumerate(part.parts):
        found += _runs(inner, [(*place, i + run * len(part.parts)) for place in places for run in range(count)])
    return found
