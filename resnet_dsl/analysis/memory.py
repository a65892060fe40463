"""Activation memory: what a forward pass computes, and what autograd keeps of it for the backward pass.

A repeat is walked once, twice where gradients begin in it, so the cost follows the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from resnet_dsl.analysis.in_place import overwriting
from resnet_dsl.analysis.positions import Part, Position
from resnet_dsl.analysis.values import Labels, Storage, Storages, Value, common_shape
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.ops.core.saved import Saved

INDEX_BYTES = 8


@dataclass(frozen=True)
class Kept:
    """What autograd keeps: `values` and 64-bit `indices` for each sample, `once` values for a whole batch.

    `is_known` is False where an op does not say what it keeps; the numbers are then those of the others.
    """

    values: int = 0
    indices: int = 0
    once: int = 0
    is_known: bool = True

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            self.values + other.values,
            self.indices + other.indices,
            self.once + other.once,
            self.is_known and other.is_known,
        )

    def __mul__(self, times: int) -> Kept:
        return Kept(self.values * times, self.indices * times, self.once * times, self.is_known)

    def size(self, batch: int = 1, width: int = 4) -> int | None:
        """The bytes for a batch, with values of `width` bytes; None where they are unknown."""
        if not self.is_known:
            return None
        return batch * (self.values * width + self.indices * INDEX_BYTES) + self.once * width


@dataclass(frozen=True)
class Memory:
    """The activation memory of a part of a network.

    `outputs` are the elements of all results that an inference computes, for one sample: one result for an op, n - 1
    for a sum or product of n arms, one for a concatenation. An activation has a result also where it works in place;
    what sees memory of its input otherwise (`flatten`, slices, `identity`, permutations, dropout) has none.

    `kept` is what autograd keeps in training, each piece of memory once, at the part that computes it. Parameters,
    buffers and the input of the network are not in it. What is computed or kept only because of parts that run in
    training only is counted apart.
    """

    outputs: int = 0
    kept: Kept = Kept()
    training_outputs: int = 0
    training_kept: Kept = Kept()

    def __add__(self, other: Memory) -> Memory:
        return Memory(
            self.outputs + other.outputs,
            self.kept + other.kept,
            self.training_outputs + other.training_outputs,
            self.training_kept + other.training_kept,
        )

    def __mul__(self, times: int) -> Memory:
        return Memory(
            self.outputs * times, self.kept * times, self.training_outputs * times, self.training_kept * times
        )

    @property
    def all_kept(self) -> Kept:
        """All that autograd keeps in training."""
        return self.kept + self.training_kept


def memory(arch: Arch) -> Mapping[Position, Memory]:
    """The memory of each part of a network, by its position; of the whole network at `()`.

    Of a part in a repeat it is that of all runs. The parts of a part add up to it, but for joins and residuals, which
    compute a result of their own.
    """
    walk = _Walk(overwriting(arch))
    start = Value(Storage(None, arch.input.elements), arch.input, needs_gradient=False)
    walk.step(Part(arch.root), start, {"in": start})
    totals: dict[Position, Memory] = defaultdict(Memory)
    for position, figure in walk.figures():
        for length in range(len(position) + 1):
            totals[position[:length]] += figure
    return totals


class _Walk:
    """A walk over the values of a network."""

    def __init__(self, in_place: frozenset[Position]) -> None:
        self.in_place = in_place
        self.storages = Storages()
        self.own: list[tuple[Position, Memory]] = []
        self.training_only = False

    def row(self, parts: Iterable[Part], value: Value, labels: Labels) -> Value:
        """The value behind parts in a row; its labels are added to those known."""
        for part in parts:
            value = self.step(part, value, labels)
            if part.node.label is not None:
                labels[part.node.label] = value
        return value

    def step(self, part: Part, value: Value, labels: Labels) -> Value:
        """The value behind a part."""
        match part.node:
            case Layer():
                return self._layer(part.position, part.node, value)
            case Read():
                return labels[part.node.source]
            case Repeat():
                return self._repeat(part, part.node.count, value, labels)
            case Residual():
                return self._residual(part, part.node, value, labels)
            case Join():
                return self._join(part, part.node, value, dict(labels))
            case Output():
                return self._output(part, part.node, value, labels)
            case Module(role="block"):
                return self.row(part.parts, value, {"in": value})
        return self.row(part.parts, value, dict(labels))

    def _layer(self, position: Position, node: Layer, value: Value) -> Value:
        op = node.op
        if not op.is_view(node.input, training=False):
            self._computed(position, node.output.elements)
        storage = value.storage
        if not op.is_view(node.input, training=True):
            storage = self.storages.make(position, node.output.elements)
        result = Value(storage, node.output, value.needs_gradient or bool(op.weights(node.input)))
        if result.needs_gradient:
            saved = op.saved(node.input, node.output, in_place=position in self.in_place)
            self._save(position, saved, value.storage, storage)
        return result

    def _save(self, position: Position, saved: Saved | None, input: Storage, output: Storage) -> None:
        if saved is None:
            input.doubtful = output.doubtful = True
            self._own(position, kept=Kept(is_known=False))
            return
        for storage, is_saved in ((input, saved.input), (output, saved.output)):
            if is_saved:
                storage.keep(training_only=self.training_only)
        self._own(position, kept=Kept(saved.values, saved.indices, saved.once))

    def _computed(self, position: Position, elements: int) -> None:
        self._own(position, outputs=elements)

    def _own(self, position: Position, *, outputs: int = 0, kept: Kept = Kept()) -> None:
        figure = Memory(0, Kept(), outputs, kept) if self.training_only else Memory(outputs, kept)
        self.own.append((position, figure * self.storages.times))

    def _repeat(self, part: Part, times: int, value: Value, labels: Labels) -> Value:
        """The runs of a repeat, of which the first stands alone where gradients begin in it."""
        begins = _holds_weights(part.node) or any(one.needs_gradient for one in labels.values())
        if begins and not value.needs_gradient:
            value, times = self.row(part.parts, value, dict(labels)), times - 1
        if times == 0:
            return value
        if times == 1:
            return self.row(part.parts, value, dict(labels))
        return self._equal_runs(part, times, value, labels)

    def _equal_runs(self, part: Part, times: int, value: Value, labels: Labels) -> Value:
        """All runs as one: what enters stands for what enters each of them, the end for the end of the last."""
        entry = Storage(None, value.storage.elements)
        around, self.storages.times = self.storages.times, self.storages.times * times
        end = self.row(part.parts, replace(value, storage=entry), dict(labels))
        self.storages.times = around
        value.storage.take(entry)
        if end.storage is entry:
            return replace(end, storage=value.storage)
        if part.holds(end.storage.maker):
            earlier = self.storages.again(end.storage, around * (times - 1))
            earlier.take(entry)
            end.storage.times = around
        else:
            end.storage.take(entry)
        return end

    def _residual(self, part: Part, node: Residual, value: Value, labels: Labels) -> Value:
        main = self.row(part.parts[: len(node.main)], value, dict(labels))
        if node.shortcut is None:
            return main
        shortcut = self.row(part.parts[len(node.main) :], value, dict(labels))
        return self._combine(part.position, [main, shortcut], is_product=False)

    def _join(self, part: Part, node: Join, value: Value, labels: Labels) -> Value:
        """The joined value; an arm may read the labelled ones before it."""
        ends = []
        for arm in part.parts:
            ends.append(self.step(arm, value, labels))
            if arm.node.label is not None:
                labels[arm.node.label] = ends[-1]
        if node.how != "concat":
            return self._combine(part.position, ends, is_product=node.how == "mul")
        self._computed(part.position, node.output.elements)
        needs = any(end.needs_gradient for end in ends)
        return Value(self.storages.make(part.position, node.output.elements), node.output, needs)

    def _combine(self, position: Position, values: list[Value], *, is_product: bool) -> Value:
        """The sum or product of values, two at a time; a factor is kept for the gradient of the other."""
        result, *others = values
        for other in others:
            shape = common_shape([result.shape, other.shape])
            self._computed(position, shape.elements)
            for one, another in ((result, other), (other, result)):
                if is_product and another.needs_gradient:
                    one.storage.keep(training_only=self.training_only)
            needs = result.needs_gradient or other.needs_gradient
            result = Value(self.storages.make(position, shape.elements), shape, needs)
        return result

    def _output(self, part: Part, node: Output, value: Value, labels: Labels) -> Value:
        outer = self.training_only
        self.training_only = outer or node.training_only
        self.row(part.parts, labels[node.source], dict(labels))
        self.training_only = outer
        return value

    def figures(self) -> Iterable[tuple[Position, Memory]]:
        """The figures of single operations, by their positions."""
        yield from self.own
        for storage in self.storages.all:
            if storage.maker is None:
                continue
            kept = Kept(storage.elements) * storage.times
            if storage.kept:
                yield storage.maker, Memory(kept=kept)
            elif storage.kept_in_training:
                yield storage.maker, Memory(training_kept=kept)
            elif storage.doubtful:
                yield storage.maker, Memory(kept=Kept(is_known=False))


def _holds_weights(node: Node) -> bool:
    if isinstance(node, Layer):
        return bool(node.op.weights(node.input))
    return any(map(_holds_weights, node.nodes))
