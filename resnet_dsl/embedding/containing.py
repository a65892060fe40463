"""Whether one layer can compute what another does, whatever its width."""

from __future__ import annotations

from collections.abc import Callable

from resnet_dsl.ir.nodes import Layer
from resnet_dsl.ops.bn import BatchNorm
from resnet_dsl.ops.conv import Conv
from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.ops.core.op import DROPOUT, Op
from resnet_dsl.ops.core.torch_call import plain
from resnet_dsl.ops.gn import GroupNorm
from resnet_dsl.ops.linear import Linear

FREE = {"pad": ("channels",), "split": ("widths",), "bn": ("momentum",), "layer_scale": ("value",), "gn": ("groups",)}
"""Parameters that may differ: widths, and what does not change the function."""


def misfit(small: Layer, large: Layer) -> str:
    """What keeps a layer from computing what another does, in words; empty where nothing does."""
    ours, theirs = small.op, large.op
    if ours.name != theirs.name:
        return f"`{ours.name}` is no `{theirs.name}`"
    found = SPECIAL.get(ours.name, _others)(small, large)
    return found or _sizes(small, large)


def _sizes(small: Layer, large: Layer) -> str:
    """The places must be as many: what differs is the channels alone."""
    for ours, theirs, end in ((small.input, large.input, "reads"), (small.output, large.output, "gives")):
        others = [name for name in ours.names if name != "channels"]
        if ours.names != theirs.names or any(ours[name] != theirs[name] for name in others):
            return f"the smaller network {end} {ours} there and the larger {theirs}"
        if theirs.channels < ours.channels:
            return f"{ours.channels} channels do not go into {theirs.channels}"
    return ""


def _others(small: Layer, large: Layer) -> str:
    """Everything must be equal but what is free."""
    if small.op.role == DROPOUT:
        return ""
    free, wanted, given = FREE.get(small.op.name, ()), _arguments(small.op), _arguments(large.op)
    for name, ours in wanted.items():
        theirs = given[name]
        if name not in free and (ours != theirs or isinstance(ours, Deferred)) and not _same_constants(ours, theirs):
            return _unequal(f"`{name}`", ours, theirs)
    return ""


def _arguments(op: Op) -> dict[str, object]:
    """The parameters of an op, the padding as it is also where it is unsaid."""
    padding = getattr(op, "padding", None)
    found = {name: plain(value) if isinstance(value, Size) else value for name, value in op.arguments().items()}
    return found | ({"pad": plain(padding())} if padding else {})


def _same_constants(ours: object, theirs: object) -> bool:
    """Whether these are constants for each channel, of which the channels decide."""
    return isinstance(ours, tuple) and isinstance(theirs, tuple) and len(theirs) > len(ours)


def _unequal(what: str, ours: object, theirs: object) -> str:
    return f"{what} is {_said(ours)} in the smaller network and {_said(theirs)} in the larger"


def _said(value: object) -> str:
    if isinstance(value, Deferred):
        return "a number that depends on the position"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _conv(small: Layer, large: Layer) -> str:
    """A kernel has its place in the middle of a larger one of the same stride."""
    ours, theirs = small.op, large.op
    assert isinstance(ours, Conv)
    assert isinstance(theirs, Conv)
    if ours.stride != theirs.stride:
        return _unequal("the stride", plain(ours.stride), plain(theirs.stride))
    for axis in (0, 1):
        wider = theirs.kernel[axis] - ours.kernel[axis]
        same_steps = ours.kernel[axis] == 1 or ours.dilation[axis] == theirs.dilation[axis]
        if wider < 0 or wider % 2:
            return f"a {ours.kernel} kernel has no place in a {theirs.kernel} one"
        if not same_steps:
            return _unequal("the dilation", plain(ours.dilation), plain(theirs.dilation))
        if theirs.padding()[axis] - ours.padding()[axis] != theirs.dilation[axis] * wider // 2:
            return _unequal("the padding", plain(ours.padding()), plain(theirs.padding()))
    reads, holds = small.input.channels // ours.groups, large.input.channels // theirs.groups
    if reads > holds:
        return f"a group reads {reads} channels in the smaller network and {holds} in the larger"
    return _bias(ours, theirs)


def _linear(small: Layer, large: Layer) -> str:
    return _bias(small.op, large.op)


def _bias(ours: Op, theirs: Op) -> str:
    return (
        "it has a bias in the smaller network and none in the larger"
        if getattr(ours, "bias", False) and not getattr(theirs, "bias", 0)
        else ""
    )


def _bn(small: Layer, large: Layer) -> str:
    ours, theirs = small.op, large.op
    assert isinstance(ours, BatchNorm)
    assert isinstance(theirs, BatchNorm)
    if ours.affine and not theirs.affine:
        return "its scale and offset are learnt in the smaller network and not in the larger"
    return "" if theirs.affine else _others(small, large)


def _gn(small: Layer, large: Layer) -> str:
    """New groups may come, and the old ones may not grow."""
    ours, theirs = small.op, large.op
    assert isinstance(ours, GroupNorm)
    assert isinstance(theirs, GroupNorm)
    here, there = large.input.channels // theirs.groups, small.input.channels // ours.groups
    if here != there:
        return f"{_unequal('a group', there, here)} channels wide, and is normalised as a whole"
    return _others(small, large)


SPECIAL: dict[str, Callable[[Layer, Layer], str]] = {
    Conv.name: _conv,
    Linear.name: _linear,
    BatchNorm.name: _bn,
    GroupNorm.name: _gn,
}
