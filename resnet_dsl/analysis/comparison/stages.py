"""What the stages of a network cost, whatever it calls them: the parts in a row that work at about one size."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import log2
from typing import Any

from resnet_dsl.analysis.cost import Cost, total
from resnet_dsl.ir.nodes import Arch, Module, Node, Output, Sequence
from resnet_dsl.ops.core.shape import Shape

HEAD = "head"


@dataclass(frozen=True)
class Stage:
    """Parts in a row that work at about one size.

    `halvings` is how often the height of the input is halved behind them, to the nearest whole number; None where there
    is no height any more, in the head. `size` is that of the last of them. What runs in training only is in no stage.
    """

    halvings: int | None
    size: tuple[int, ...]
    cost: Cost

    @property
    def name(self) -> str:
        """`/4`, or `head`."""
        return stage_name(self.halvings)

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        costs = {"parameters": self.cost.parameters, "macs": self.cost.macs}
        return {"name": self.name, "size": list(self.size), **costs}


def stage_name(halvings: int | None) -> str:
    """What a stage is called: by what the size of the input is divided by."""
    if halvings is None:
        return HEAD
    return f"/{2**halvings}" if halvings >= 0 else f"×{2**-halvings}"


def stages_of(arch: Arch) -> tuple[Stage, ...]:
    """The stages of a network, from the input on, then those of each side result that evaluation computes.

    A stage whose size comes again is one of its own.
    """
    return tuple(stage for row in _rows(arch.root.nodes) for stage in _stages(arch.input, row))


def _rows(nodes: tuple[Node, ...]) -> Iterator[list[Node]]:
    """The parts that follow each other: those of the main value, then those of each side result."""
    parts = _parts(nodes)
    yield [node for node in parts if not isinstance(node, Output)]
    for node in parts:
        if isinstance(node, Output) and not node.training_only:
            yield from _rows(node.nodes)


def _stages(input: Shape, parts: list[Node]) -> Iterator[Stage]:
    for halvings, group in groupby(parts, lambda node: _halvings(input, node.output)):
        nodes = list(group)
        yield Stage(halvings, nodes[-1].output.sizes, total(nodes))


def _halvings(input: Shape, output: Shape) -> int | None:
    if not (input.is_image and output.is_image) or output["height"] == output["width"] == 1:
        return None
    return round(log2(input["height"] / output["height"]))


def _parts(nodes: tuple[Node, ...]) -> list[Node]:
    """The parts in a row; one that holds all others is seen through, as is what is no module."""
    parts = list(_flat(nodes))
    return _parts(parts[0].nodes) if len(parts) == 1 and isinstance(parts[0], Module) else parts


def _flat(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Nodes, with those of sequences and of braces without a name in their place."""
    for node in nodes:
        if isinstance(node, Sequence) or (isinstance(node, Module) and node.role == "brace" and node.name is None):
            yield from _flat(node.nodes)
        else:
            yield node
