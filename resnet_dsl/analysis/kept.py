"""Figures of activation memory, which add up and multiply."""

from __future__ import annotations

from dataclasses import dataclass

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
