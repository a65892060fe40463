"""Where channels are best put, seen from what reads them next: in groups and slices that grow, each in its own."""

from __future__ import annotations

from resnet_dsl.embedding.align import Alignment, Match
from resnet_dsl.embedding.channels import MIXING, Channels
from resnet_dsl.embedding.rows import Fork, Leaf


def foreseen(alignment: Alignment, index: int) -> Channels | None:
    """Where the channels behind the layer at a position should lie, if what reads them has groups or equal slices."""
    move = alignment[index]
    assert isinstance(move, Match)
    parts = _parts(alignment, index + 1)
    if parts is None:
        return None
    widths = [step.node.output.channels for step in (move.small, move.large)]
    size, room = (width // count for width, count in zip(widths, parts, strict=True))
    if parts[0] > parts[1] or size > room or size * parts[0] != widths[0]:
        return None
    return tuple(channel // size * room + channel % size for channel in range(widths[0]))


def _parts(alignment: Alignment, start: int) -> tuple[int, int] | None:
    """Into how many parts the channels are taken next, in the smaller and in the larger network."""
    for position in range(start, len(alignment)):
        move = alignment[position]
        if not isinstance(move, Match):
            continue
        if isinstance(move.large, Fork):
            return next(filter(None, (_parts(arm, 0) for arm in move.arms)), None)
        if isinstance(move.small, Leaf) and isinstance(move.large, Leaf):
            pair = (_divides(move.small), _divides(move.large))
            if pair[0] > 1:
                return pair
            if move.small.node.op.name in MIXING:
                return None
    return None


def _divides(leaf: Leaf) -> int:
    op = leaf.node.op
    parts: int = getattr(op, "parts" if op.name == "chunk" else "groups", 1)
    return parts if op.name in ("conv", "chunk") else 1
