"""Which steps can be made to change nothing, and which to give nothing but zeros.

Every answer is a text: why not, or empty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from resnet_dsl.embedding.ranges import BENDS, CLAMPS, Range, leaves_alone
from resnet_dsl.embedding.rows import Fork, Leaf, Row, Step
from resnet_dsl.ir.nodes import Layer
from resnet_dsl.ops.bn import BatchNorm
from resnet_dsl.ops.conv import Conv
from resnet_dsl.ops.core.op import ACTIVATION, DROPOUT, POOLING

LINEAR_OPS = ("conv", "linear")
ZEROED = (*LINEAR_OPS, "bn", "gn", "ln", "layer_scale")
"""Ops that give zeros where all that they have learnt is zero."""
KEEP_ZEROS = ("relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "mish", "tanh", "hardswish", "identity")
"""Ops without weights that make zeros of zeros."""
DEAF = ("relu", "relu6")
"""Activations whose slope at 0 is 0 in torch, so that no gradient passes them there."""


@dataclass(frozen=True)
class Silencer:
    """A layer that is given zeros for weights.

    `deaf` is an activation behind it that lets no gradient through then; `in_place` tells whether its channels are
    those of the path that it ends.
    """

    leaf: Leaf
    deaf: Leaf | None = None
    in_place: bool = True


def why_no_identity(step: Step, values: Range) -> str:
    """Why a step cannot pass on unchanged what lies in such a range; empty where it can."""
    match step:
        case Leaf():
            return _layer(step.node, values)
        case Fork(how="residual") | Fork(how="add"):
            return _sum(step, values)
        case Fork():
            how = "concatenates" if step.how == "concat" else "multiplies"
            return f"it {how}, and no weights make that an identity"
    return "it goes back to an earlier value" if step.node.kind == "read" else "it is a result of its own"


def silencers(row: Row, deaf: Leaf | None = None) -> list[Silencer] | None:
    """The layers that, with zeros for weights, let a row give zeros; None where there are none."""
    for step in reversed(row):
        if isinstance(step, Leaf) and _can_be_zero(step.node):
            return [Silencer(step, deaf)]
        if not _keeps_zeros(step):
            return _silent_arms(step, deaf) if isinstance(step, Fork) else None
        if isinstance(step, Leaf) and step.node.op.name in DEAF:
            deaf = step
    return None


def _layer(layer: Layer, values: Range) -> str:
    op = layer.op
    if layer.input != layer.output:
        return f"it makes {layer.output} of {layer.input}"
    if op.role == ACTIVATION:
        return "" if leaves_alone(op, values) else f"`{op.name}` changes {_changed(op.name)}"
    if isinstance(op, Conv):
        return _conv(op)
    known = (*LINEAR_OPS, "bn", "layer_scale", "identity")
    if op.name in known or op.role == DROPOUT:
        return ""
    if op.role == POOLING:
        return "a pool mixes neighbours" if max(getattr(op, "kernel", (2,))) > 1 else ""
    return f"no weights make `{op.name}` an identity"


def _changed(name: str) -> str:
    """The values that an activation changes, of those that may come."""
    kept = (CLAMPS | BENDS).get(name)
    if kept is None:
        return "all values but a few"
    return "values below 0" if kept.high == inf else f"values below 0 and above {kept.high:g}"


def _conv(op: Conv) -> str:
    """A kernel with a 1 in its middle, which must stand where the place itself is."""
    middle = [pad * 2 == gap * (size - 1) for size, pad, gap in zip(op.kernel, op.padding(), op.dilation, strict=True)]
    centred = all(middle) and all(size % 2 for size in op.kernel)
    return "" if centred and op.stride == (1, 1) else "its kernel has no middle, or a stride passes over places"


def _sum(fork: Fork, values: Range) -> str:
    """One arm passes on the value, and all others give zeros."""
    reasons = [why_row_no_identity(fork.arms[index], values) for index in _shortcut_first(fork)]
    if passing_arm(fork, values) is not None:
        return ""
    return reasons[0] or "behind its last weights something makes other numbers of zeros"


def passing_arm(fork: Fork, values: Range) -> int | None:
    """The arm of a sum that can pass on the value while all others give zeros, a shortcut before a main path."""
    for index in _shortcut_first(fork):
        others = fork.arms[:index] + fork.arms[index + 1 :]
        if not why_row_no_identity(fork.arms[index], values) and None not in map(silencers, others):
            return index
    return None


def _shortcut_first(fork: Fork) -> list[int]:
    indices = list(range(len(fork.arms)))
    return indices[::-1] if fork.how == "residual" else indices


def why_row_no_identity(row: Row, values: Range) -> str:
    """Why a row of steps cannot pass on such values unchanged; empty where it can."""
    return next(filter(None, (why_no_identity(step, values) for step in row)), "")


def _silent_arms(fork: Fork, deaf: Leaf | None) -> list[Silencer] | None:
    found = [silencers(arm, deaf) for arm in fork.arms]
    silent = [arm for arm in found if arm is not None]
    if not silent or (len(silent) < len(found) and fork.how != "mul"):
        return None
    needed = silent[:1] if fork.how == "mul" else silent
    return [replace(one, in_place=one.in_place and _in_place(one, fork)) for arm in needed for one in arm]


def _in_place(one: Silencer, fork: Fork) -> bool:
    return fork.how != "concat" and one.leaf.node.output.channels == fork.node.output.channels


def _can_be_zero(layer: Layer) -> bool:
    return layer.op.name in ZEROED and not (isinstance(layer.op, BatchNorm) and not layer.op.affine)


def _keeps_zeros(step: Step) -> bool:
    """Whether zeros come out where zeros go in, and no weights could change that."""
    match step:
        case Leaf():
            op = step.node.op
            free = op.name == "affine" and op.arguments()["offset"] == 0
            return free or op.name in KEEP_ZEROS or op.role in (DROPOUT, POOLING)
        case Fork():
            quiet = [all(map(_keeps_zeros, arm)) for arm in step.arms]
            return any(quiet) if step.how == "mul" else all(quiet)
    return False
