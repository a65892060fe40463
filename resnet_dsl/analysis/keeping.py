"""A walk over the values of a network that notes what is computed and what autograd keeps.

A repeat is walked once, twice where gradients begin in it, so the cost follows the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from resnet_dsl.analysis.kept import Kept, Memory
from resnet_dsl.analysis.positions import Part, Position
from resnet_dsl.analysis.values import Labels, Storage, Storages, Value, common_shape
from resnet_dsl.ir.nodes import Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.ops.core.saved import Saved


class Walk:
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
            self._own(position, 0, Kept(is_known=False))
            return
        for storage, is_saved in ((input, saved.input), (output, saved.output)):
            if is_saved:
                storage.keep(training_only=self.training_only)
        self._own(position, 0, Kept(saved.values, saved.indices, saved.once))

    def _computed(self, position: Position, elements: int) -> None:
        self._own(position, elements, Kept())

    def _own(self, position: Position, outputs: int, kept: Kept) -> None:
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

    def figures(self) -> Iterator[tuple[Position, Memory]]:
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
