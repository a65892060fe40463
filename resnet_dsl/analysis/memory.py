"""Activation memory: what a forward pass computes, and what autograd keeps of it for the backward pass."""

from __future__ import annotations

from collections.abc import Mapping

from resnet_dsl.analysis.in_place import overwriting
from resnet_dsl.analysis.keeping import Walk
from resnet_dsl.analysis.kept import Kept, Memory
from resnet_dsl.analysis.positions import Part, Position, every_part
from resnet_dsl.analysis.values import Storage, Value
from resnet_dsl.ir.nodes import Arch

__all__ = ["Kept", "Memory", "memory"]


def memory(arch: Arch) -> Mapping[Position, Memory]:
    """The memory of each part of a network, by its position; of the whole network at `()`.

    Of a part in a repeat it is that of all runs. The parts of a part add up to it, but for joins and residuals, which
    compute a result of their own.
    """
    walk = Walk(overwriting(arch))
    start = Value(Storage(None, arch.input.elements), arch.input, needs_gradient=False)
    walk.step(Part(arch.root), start, {"in": start})
    totals = {part.position: Memory() for part in every_part(arch)}
    for position, figure in walk.figures():
        for length in range(len(position) + 1):
            totals[position[:length]] += figure
    return totals
