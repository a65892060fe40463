"""The figures of a network that it is compared by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resnet_dsl.analysis.comparison.stages import Stage, stages_of
from resnet_dsl.analysis.cost import Cost, arch_cost
from resnet_dsl.analysis.depth import depth
from resnet_dsl.analysis.memory import memory
from resnet_dsl.analysis.positions import Part, Position
from resnet_dsl.analysis.receptive import Field, receptive_fields
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ops.core.shape import Shape

VALUE_BYTES = 4
"""Of a 32-bit number."""


@dataclass(frozen=True)
class Figures:
    """What a network costs for one sample.

    `memory` are the bytes of all results that an inference computes, `saved` those that autograd keeps in training,
    None where an op does not say it; both in 32-bit numbers. `field` is the receptive field of the last part that does
    not see the whole input, None where that is unknown or nothing sees less.
    """

    name: str
    input: Shape
    output: Shape
    depth: int
    cost: Cost
    memory: int
    saved: int | None
    field: tuple[int | None, int | None] | None
    stages: tuple[Stage, ...]

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        return {
            "name": self.name,
            "input": list(self.input.sizes),
            "output": list(self.output.sizes),
            "depth": self.depth,
            "layers": self.cost.layers,
            "parameters": self.cost.all_parameters,
            "parameters_without_training": self.cost.parameters,
            "macs": self.cost.macs,
            "memory": self.memory,
            "saved": self.saved,
            "receptive_field": None if self.field is None else list(self.field),
            "stages": [stage.to_data() for stage in self.stages],
        }


def figures_of(arch: Arch) -> Figures:
    """The figures of a network."""
    kept = memory(arch)[()]
    return Figures(
        name=arch.name,
        input=arch.input,
        output=arch.output,
        depth=depth(arch),
        cost=arch_cost(arch),
        memory=kept.outputs * VALUE_BYTES,
        saved=kept.all_kept.size(1, VALUE_BYTES),
        field=_field(arch),
        stages=stages_of(arch),
    )


def _field(arch: Arch) -> tuple[int | None, int | None] | None:
    found = _last_field(Part(arch.root), receptive_fields(arch))
    return None if found is None else found.size


def _last_field(part: Part, fields: Mapping[Position, Field | None]) -> Field | None:
    """The field behind the last part that is known and less than all, looked for in the last parts that see all."""
    for inner in reversed(part.parts):
        field = fields.get(inner.position)
        if field is not None and not field.is_whole:
            return field
        deeper = _last_field(inner, fields)
        if deeper is not None:
            return deeper
    return None
