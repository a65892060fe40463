"""The plan of an embedding: made of two networks without their weights, and without torch."""

from __future__ import annotations

from dataclasses import dataclass

from resnet_dsl.embedding.align import Aligner, NotAligned
from resnet_dsl.embedding.difference import difference
from resnet_dsl.embedding.flow import Flow
from resnet_dsl.embedding.ranges import ranges_of
from resnet_dsl.embedding.rows import Step, leaves, rows
from resnet_dsl.embedding.steps import Written
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ops.core.op import DROPOUT


@dataclass(frozen=True)
class Plan:
    """What is written into each layer of `large`, in the order of its layers, so that it computes what `small` does.

    `unlike_in_training` are layers because of which that holds in evaluation only, `chance` those that drop at random.
    """

    small: Arch
    large: Arch
    steps: tuple[Written, ...]
    unlike_in_training: tuple[Step, ...]
    chance: bool


def make_plan(small: Arch, large: Arch) -> Plan:
    """The plan. Raises `Difference` where the larger network does not contain the smaller."""
    ours, theirs = rows(small), rows(large)
    aligner = Aligner(ranges_of(ours))
    try:
        alignment = aligner.align(ours, theirs)
    except NotAligned as error:
        raise difference(aligner, error.search) from None
    flow = Flow(small.input.channels)
    flow.whole(alignment)
    chance = any(leaf.node.op.role == DROPOUT for row in (ours, theirs) for leaf in leaves(row))
    return Plan(small, large, tuple(flow.steps), tuple(flow.unlike_in_training), chance)
