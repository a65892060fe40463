"""Where the channels of the smaller network lie in the larger one, layer by layer.

`Channels` has a number for each channel of a value of the smaller network: the channel of the larger network's value
that carries it. What the other channels of the larger network hold is nobody's business: whoever reads the value for
the smaller network gives them zero weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from resnet_dsl.ir.nodes import Layer
from resnet_dsl.ops.core.op import ACTIVATION, DROPOUT, POOLING

Channels = tuple[int, ...]
MIXING = ("conv", "linear")
"""Ops whose outputs read all inputs of their group, and may stand anywhere in theirs."""


class Unplaced(Exception):
    """The channels have no place; the message says why."""


@dataclass(frozen=True)
class Placed:
    """Where the channels behind a layer lie.

    `columns` are, for each group of a convolution of the smaller network, where it finds its inputs among those of the
    group of the larger network that it stands in.
    """

    channels: Channels
    columns: tuple[Channels, ...] = ()


def through(small: Layer, large: Layer, channels: Channels, wanted: Channels | None = None) -> Placed:
    """Where the channels lie behind a layer; `wanted` is where they are to lie, if the layer can choose.

    Raises `Unplaced`.
    """
    name = small.op.name
    if name in MIXING:
        return _mixed(small, large, channels, wanted)
    rule = RULES.get(name)
    if rule is not None:
        return Placed(rule(small, large, channels))
    if name not in SINGLE and not _treats_channels_alike(small):
        _only_whole(small, large, channels)
    return Placed(channels)


def is_whole(channels: Channels, width: int) -> bool:
    """Whether all channels are carried, each in its own place."""
    return channels == tuple(range(width))


def side_by_side(arms: Iterable[tuple[Channels, int]]) -> Channels:
    """Where channels lie in a concatenation of arms of the larger network of these widths."""
    found: list[int] = []
    offset = 0
    for channels, width in arms:
        found += (offset + channel for channel in channels)
        offset += width
    return tuple(found)


def ranges(channels: Channels) -> list[list[int]]:
    """Channels in short: `[first of the smaller, first of the larger, how many]` for each stretch."""
    found: list[list[int]] = []
    for here, there in enumerate(channels):
        if found and found[-1][1] + found[-1][2] == there:
            found[-1][2] += 1
        else:
            found.append([here, there, 1])
    return found


def _mixed(small: Layer, large: Layer, channels: Channels, wanted: Channels | None) -> Placed:
    """A group of the smaller network stands in the group of the larger that reads all its inputs."""
    groups, theirs = getattr(small.op, "groups", 1), getattr(large.op, "groups", 1)
    inputs, outputs = small.input.channels // groups, small.output.channels // groups
    size, room = large.input.channels // theirs, large.output.channels // theirs
    free = {group: iter(range(group * room, (group + 1) * room)) for group in range(theirs)}
    columns, places = [], []
    for group in range(groups):
        read = channels[group * inputs : (group + 1) * inputs]
        home = _home(read, size, group)
        columns.append(tuple(channel - home * size for channel in read))
        for place in range(group * outputs, (group + 1) * outputs):
            places.append(_place(free[home], home, room, None if wanted is None else wanted[place]))
    return Placed(tuple(places), tuple(columns))


def _home(read: Channels, size: int, group: int) -> int:
    homes = sorted({channel // size for channel in read})
    if len(homes) > 1:
        held = f"{homes[0] + 1} and {homes[1] + 1}"
        raise Unplaced(f"inputs of its group {group + 1} lie in several groups of the larger network, {held}")
    return homes[0]


def _place(free: Iterable[int], home: int, room: int, wanted: int | None) -> int:
    if wanted is None:
        for place in free:
            return place
        raise Unplaced(f"group {home + 1} of the larger network has {room} outputs, which are too few")
    if wanted // room != home:
        raise Unplaced("the sum behind it wants its outputs in another group than that of its inputs")
    return wanted


def _treats_channels_alike(layer: Layer) -> bool:
    """Whether an op treats every channel by itself and has learnt nothing: what is not known of one is not assumed."""
    op = layer.op
    learns = op.weights(layer.input) or op.buffers(layer.input)
    alike = op.role in (ACTIVATION, POOLING, DROPOUT) and op.name not in ACROSS
    return alike and not learns and layer.input.channels == layer.output.channels


def _only_whole(small: Layer, large: Layer, channels: Channels) -> None:
    if small.input.channels != large.input.channels or not is_whole(channels, large.input.channels):
        raise Unplaced(f"`{small.op.name}` goes over all channels at once, and cannot be made wider")


def _norm_by_groups(small: Layer, large: Layer, channels: Channels) -> Channels:
    size = large.input.channels // large.op.arguments()["groups"]
    for start in range(0, len(channels), size):
        if {channel // size for channel in channels[start : start + size]} != {channels[start] // size}:
            raise Unplaced("its groups would be torn apart, and a group is normalised as a whole")
    return channels


def _affine(small: Layer, large: Layer, channels: Channels) -> Channels:
    for name, ours in small.op.arguments().items():
        theirs = large.op.arguments()[name]
        if isinstance(ours, tuple) and any(one != theirs[channel] for one, channel in zip(ours, channels, strict=True)):
            raise Unplaced(f"its `{name}` has other numbers in the larger network")
    return channels


def _pad(small: Layer, large: Layer, channels: Channels) -> Channels:
    zeros = range(large.input.channels, large.output.channels)
    missing = small.output.channels - small.input.channels
    if missing > len(zeros):
        raise Unplaced(f"it adds {missing} channels of zeros, and in the larger network {len(zeros)}")
    return channels + tuple(zeros[:missing])


def _chunk(small: Layer, large: Layer, channels: Channels) -> Channels:
    index = small.op.arguments()["index"]
    return _slice(channels, index * small.output.channels, small, index * large.output.channels, large)


def _split(small: Layer, large: Layer, channels: Channels) -> Channels:
    index = small.op.arguments()["index"]
    ours, theirs = (sum(layer.op.arguments()["widths"][:index]) for layer in (small, large))
    return _slice(channels, ours, small, theirs, large)


def _slice(channels: Channels, start: int, small: Layer, there: int, large: Layer) -> Channels:
    found = tuple(channel - there for channel in channels[start : start + small.output.channels])
    if min(found) < 0 or max(found) >= large.output.channels:
        raise Unplaced("its channels lie in several slices of the larger network")
    return found


def _shuffle(small: Layer, large: Layer, channels: Channels) -> Channels:
    groups = small.op.arguments()["groups"]
    found = [0] * len(channels)
    for channel, there in enumerate(channels):
        found[_shuffled(channel, groups, len(channels))] = _shuffled(there, groups, large.input.channels)
    return tuple(found)


def _shuffled(channel: int, groups: int, width: int) -> int:
    size = width // groups
    return channel % size * groups + channel // size


def _flatten(small: Layer, large: Layer, channels: Channels) -> Channels:
    """Every place of a channel, in the order of the dimensions."""
    axis = small.input.names.index("channels")
    sizes = large.input.sizes
    found = []
    for place in product(*map(range, small.input.sizes)):
        there = (*place[:axis], channels[place[axis]], *place[axis + 1 :])
        index = 0
        for size, coordinate in zip(sizes, there, strict=True):
            index = index * size + coordinate
        found.append(index)
    return tuple(found)


SINGLE = ("bn", "layer_scale", "identity", "upsample", "channels_first", "channels_last")
"""Ops besides activations, pools and dropouts that treat every channel by itself."""
ACROSS = ("softmax", "lrn", "ln")
"""Ops that read several channels at once, and hold no weights that could tell them which."""
RULES: dict[str, Callable[[Layer, Layer, Channels], Channels]] = {
    "gn": _norm_by_groups,
    "affine": _affine,
    "pad": _pad,
    "chunk": _chunk,
    "split": _split,
    "channel_shuffle": _shuffle,
    "flatten": _flatten,
}
