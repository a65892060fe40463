"""How alike two items of a row are: the more, the sooner they are brought together."""

from resnet_dsl.analysis.difference.outline import Item
from resnet_dsl.ops.core.op import ACTIVATION, CONVOLUTION, DROPOUT, LINEAR, NORMALISATION, POOLING

EQUAL = 12
SKELETON = 10
"""How much more weight has what is not put around other layers by an order."""
EXCHANGED = (NORMALISATION, ACTIVATION, POOLING, CONVOLUTION, LINEAR, DROPOUT)
"""Of these an op may have taken the place of another."""
ALIKE = 0.5
"""From which share of common layers modules of different names and blocks may be the same one."""


def likeness(left: Item, right: Item) -> int:
    """From 0, which is for what cannot be the same thing."""
    return _likeness(left, right) * (1 if left.is_companion or left.kind == "label" else SKELETON)


def _likeness(left: Item, right: Item) -> int:
    if left == right:
        return EQUAL
    if left.kind != right.kind:
        return 0
    match left.kind:
        case "layer":
            return _layers(left, right)
        case "module":
            return _modules(left, right)
        case "label":
            return 3 if left.detail == right.detail else 1
        case "output":
            return 6 if left.detail[0] == right.detail[0] else 0
    return 6 if left.detail == right.detail else 3


def _layers(left: Item, right: Item) -> int:
    one, other = left.layer.op, right.layer.op
    named = 2 if left.names == right.names else 0
    if one.name != other.name:
        return named + 2 if one.role == other.role and one.role in EXCHANGED else 0
    kernel = 1 if getattr(one, "kernel", None) == getattr(other, "kernel", None) else 0
    return 5 + named + kernel + (2 if one == other else 0)


def _modules(left: Item, right: Item) -> int:
    named = left.names == right.names or (left.names[-1].start == right.names[-1].start)
    same_block = bool(left.module.block) and left.module.block == right.module.block
    share = shared(left, right)
    if not named and not same_block and share < ALIKE:
        return 0
    return 1 + 6 * named + same_block + round(3 * share)


def shared(left: Item, right: Item) -> float:
    """Which share of the layers of two items they have in common, whatever their order and names."""
    both = (left.content & right.content).total()
    return 2 * both / max(left.content.total() + right.content.total(), 1)
