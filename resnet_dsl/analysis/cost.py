"""Parameters and multiply-adds. A repeat is counted once and multiplied, so the cost follows the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from resnet_dsl.ir.nodes import Arch, Layer, Node, Output, Repeat


@dataclass(frozen=True)
class Cost:
    """What a part of a network costs for one sample.

    `parameters` are learnt values; `macs` are multiply-adds of convolutions and matrix products (FLOPs are twice as
    many), additions of a bias and elementwise work not counted. What runs in training only is counted apart in
    `training_parameters` and `training_macs`. `layers` is the number of ops.
    """

    parameters: int = 0
    macs: int = 0
    training_parameters: int = 0
    training_macs: int = 0
    layers: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.parameters + other.parameters,
            self.macs + other.macs,
            self.training_parameters + other.training_parameters,
            self.training_macs + other.training_macs,
            self.layers + other.layers,
        )

    def __mul__(self, times: int) -> Cost:
        return Cost(
            self.parameters * times,
            self.macs * times,
            self.training_parameters * times,
            self.training_macs * times,
            self.layers * times,
        )

    @property
    def all_parameters(self) -> int:
        """All learnt values that the model registers, those for training only included."""
        return self.parameters + self.training_parameters

    def for_training_only(self) -> Cost:
        """The same, as a part that runs in training only."""
        return Cost(0, 0, self.all_parameters, self.macs + self.training_macs, self.layers)


def cost(node: Node) -> Cost:
    """The cost of one node and all in it."""
    match node:
        case Layer():
            return Cost(node.op.parameter_count(node.input), node.op.macs(node.input, node.output), layers=1)
        case Repeat():
            return total(node.nodes) * node.count
        case Output(training_only=True):
            return total(node.nodes).for_training_only()
    return total(node.nodes)


def total(nodes: Iterable[Node]) -> Cost:
    """The cost of several nodes."""
    return sum(map(cost, nodes), Cost())


def arch_cost(arch: Arch) -> Cost:
    """The cost of a whole network."""
    return cost(arch.root)
