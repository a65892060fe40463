"""The steps of a plan, found along the data: where each value of the smaller network lies in the larger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resnet_dsl.embedding import align
from resnet_dsl.embedding.align import Alignment, Left, Match
from resnet_dsl.embedding.channels import MIXING, Channels, Placed, Unplaced, is_whole, side_by_side, through
from resnet_dsl.embedding.difference import Difference
from resnet_dsl.embedding.foresight import foreseen
from resnet_dsl.embedding.identities import passing_arm, silencers
from resnet_dsl.embedding.ranges import Range
from resnet_dsl.embedding.rows import Fetch, Fork, Leaf, Made, Row, Side, Step, leaves
from resnet_dsl.embedding.steps import Begin, Carry, Copy, Identity, Silence, Written
from resnet_dsl.ir.nodes import Layer
from resnet_dsl.ops.bn import BatchNorm
from resnet_dsl.ops.conv import Conv
from resnet_dsl.ops.core.op import DROPOUT


@dataclass(frozen=True)
class Carried:
    """What a value of the larger network carries: a value of the smaller, and in which channels."""

    value: Made
    channels: Channels


class Flow:
    """Follows the data through an alignment; gathers what is to be written, and what is only so in evaluation."""

    def __init__(self, inputs: int) -> None:
        self.steps: list[Written] = []
        self.unlike_in_training: list[Step] = []
        self._by_value: dict[Made, Carried] = {None: Carried(None, tuple(range(inputs)))}

    def whole(self, alignment: Alignment) -> None:
        """Follow a whole network. Raises `Difference` where channels have no place."""
        self._results(alignment, None)

    def _results(self, alignment: Alignment, source: Made) -> None:
        """Follow a row up to a result, whose channels must be just those of the smaller network."""
        carried = self._row(alignment, self._by_value[source], None)
        last = next((move for move in reversed(alignment) if isinstance(move, Match)), None)
        if last is not None and not is_whole(carried.channels, last.large.node.output.channels):
            ours, theirs = (step.node.output.channels for step in (last.small, last.large))
            reason = f"the larger network gives {theirs} results and the smaller {ours}, and all of them are read"
            raise Difference(last.small, last.large, reason)

    def _row(self, alignment: Alignment, carried: Carried, wanted: Channels | None) -> Carried:
        chooser = _last_chooser(alignment) if wanted is not None else None
        for index, move in enumerate(alignment):
            match move:
                case Match():
                    best = wanted if move is chooser else _foreseen(alignment, index, carried.channels)
                    carried = self._match(move, carried, best)
                case align.New():
                    self._new(move.large, move.values, carried.channels, "")
                    self._by_value[_made(move.large)] = carried
                case Left():
                    carried = Carried(_made(move.small), carried.channels)
                    self._note(move.small)
        return carried

    def _match(self, match: Match, carried: Carried, wanted: Channels | None) -> Carried:
        small, large = match.small, match.large
        match small, large:
            case Leaf(), Leaf():
                carried = Carried(small, self._leaf(small, large, carried.channels, wanted))
            case Fork(), Fork():
                carried = Carried(small, self._fork(match, carried, wanted))
            case Fetch(), Fetch():
                return self._fetch(small, large)
            case Side(), Side():
                self._check_source(small, large)
                self._results(match.arms[0], large.source)
                return carried
        self._by_value[_made(large)] = carried
        return carried

    def _leaf(self, small: Leaf, large: Leaf, channels: Channels, wanted: Channels | None) -> Channels:
        try:
            placed = through(small.node, large.node, channels, wanted)
        except Unplaced as error:
            raise Difference(small, large, str(error)) from None
        if _eps(small, large):
            self._note(large)
        if _has_tensors(large.node):
            self.steps.append(_carry(small, large, placed))
        elif small.node.op.role == DROPOUT and small.node.op != large.node.op:
            self._note(large)
        return placed.channels

    def _fork(self, match: Match, carried: Carried, wanted: Channels | None) -> Channels:
        small, large = match.small, match.large
        assert isinstance(small, Fork)
        assert isinstance(large, Fork)
        found: dict[int, Channels] = {}
        for index in sorted(range(len(match.arms)), key=lambda index: _chooses(match.arms[index])):
            agreed = next(iter(found.values()), wanted) if small.how != "concat" else None
            found[index] = self._row(match.arms[index], carried, agreed).channels
        if small.how == "concat":
            widths = [_width(arm, large.node.input.channels) for arm in large.arms]
            return side_by_side((found[index], width) for index, width in enumerate(widths))
        return self._agreed(small, large, found)

    def _agreed(self, small: Fork, large: Fork, found: dict[int, Channels]) -> Channels:
        """The channels of a sum or product, whose arms must have them in the same places; one channel goes to all."""
        arms = {tuple(channels) for channels in found.values() if len(channels) > 1 or small.node.output.channels == 1}
        if len(arms) > 1:
            raise Difference(small, large, "its paths would have their channels in different places")
        for index, channels in found.items():
            spread = len(channels) == 1 < small.node.output.channels
            if spread and _width(large.arms[index], large.node.input.channels) != 1:
                raise Difference(small, large, "a path of one channel, which goes to all, would have several")
        return arms.pop()

    def _fetch(self, small: Fetch, large: Fetch) -> Carried:
        self._check_source(small, large)
        return self._by_value[large.source]

    def _check_source(self, small: Fetch | Side, large: Fetch | Side) -> None:
        carried = self._by_value.get(large.source)
        if carried is None or carried.value is not small.source:
            raise Difference(small, large, "the values that they go back to do not correspond")

    def _new(self, step: Step, values: Range, channels: Channels, block: str) -> None:
        """A step that becomes an identity."""
        match step:
            case Leaf():
                self._new_layer(step, block or step.key.rpartition(".")[0] or step.key)
            case Fork():
                own = step.key or step.first
                passing = passing_arm(step, values)
                for index, arm in enumerate(step.arms):
                    if index == passing:
                        for inner in arm:
                            self._new(inner, values, channels, own)
                    else:
                        self._silenced(arm, channels, own)

    def _new_layer(self, leaf: Leaf, block: str) -> None:
        layer = leaf.node
        if isinstance(layer.op, BatchNorm) or layer.op.role == DROPOUT:
            self._note(leaf)
        if _has_tensors(layer):
            eps, groups = getattr(layer.op, "eps", 0.0), getattr(layer.op, "groups", 1)
            self.steps.append(Identity(leaf.key, layer.op.name, block, eps, groups))

    def _silenced(self, arm: Row, channels: Channels, block: str) -> None:
        """A path that gives zeros where something is carried: there its last weights are 0.

        All else begins as in a fresh network.
        """
        silent = {one.leaf: one for one in silencers(arm) or ()}
        for leaf in leaves(arm):
            if leaf in silent:
                deaf = silent[leaf].deaf
                carried = channels if silent[leaf].in_place else tuple(range(leaf.node.output.channels))
                self.steps.append(Silence(leaf.key, leaf.node.op.name, block, carried, deaf.key if deaf else ""))
            elif _has_tensors(leaf.node):
                self.steps.append(Begin(leaf.key, leaf.node.op.name, block))

    def _note(self, step: Step) -> None:
        self.unlike_in_training.append(step)


def _foreseen(alignment: Alignment, index: int, channels: Channels) -> Channels | None:
    """Where a layer should put its channels, seen from what reads them next, if it can."""
    move = alignment[index]
    if not (isinstance(move, Match) and isinstance(move.small, Leaf) and isinstance(move.large, Leaf)):
        return None
    wanted = foreseen(alignment, index) if _is_chooser(move) else None
    try:
        through(move.small.node, move.large.node, channels, wanted)
    except Unplaced:
        return None
    return wanted


def _made(step: Step) -> Made:
    assert isinstance(step, Leaf | Fork)
    return step


def _has_tensors(layer: Layer) -> bool:
    return bool(layer.op.weights(layer.input) or layer.op.buffers(layer.input))


def _carry(small: Leaf, large: Leaf, placed: Placed) -> Carry | Copy:
    ours, theirs = small.node.op, large.node.op
    if ours.name in MIXING:
        reads = large.node.input.channels // getattr(theirs, "groups", 1)
        width = large.node.output.channels
        return Carry(
            large.key, small.key, ours.name, placed.channels, width, placed.columns, reads, _offset(small, large)
        )
    if ours.name in ("bn", "gn", "layer_scale"):
        eps = _eps(small, large)
        return Carry(large.key, small.key, ours.name, placed.channels, large.node.output.channels, eps=eps)
    return Copy(large.key, small.key, ours.name)


def _offset(small: Leaf, large: Leaf) -> tuple[int, ...]:
    ours, theirs = small.node.op, large.node.op
    if isinstance(ours, Conv) and isinstance(theirs, Conv):
        return tuple((there - here) // 2 for here, there in zip(ours.kernel, theirs.kernel, strict=True))
    return ()


def _eps(small: Leaf, large: Leaf) -> tuple[float, ...]:
    """The two `eps` of batch normalisations, where they differ."""
    pair = tuple(leaf.node.op.eps for leaf in (small, large) if isinstance(leaf.node.op, BatchNorm))
    return pair if len(set(pair)) == 2 else ()


def _chooses(alignment: Alignment) -> bool:
    """Whether a path has a layer that can put its channels where they are wanted."""
    return any(_is_chooser(move) for move in alignment)


def _last_chooser(alignment: Alignment) -> Match | None:
    return next((move for move in reversed(alignment) if isinstance(move, Match) and _is_chooser(move)), None)


def _is_chooser(move: Match | align.New | Left) -> bool:
    if not isinstance(move, Match):
        return False
    if isinstance(move.large, Leaf):
        return move.large.node.op.name in MIXING
    return isinstance(move.large, Fork) and any(map(_chooses, move.arms))


def _width(arm: Row, entering: int) -> int:
    """How many channels the larger network has behind an arm."""
    widths: Iterator[int] = (step.node.output.channels for step in reversed(arm) if not isinstance(step, Side))
    return next(widths, entering)
