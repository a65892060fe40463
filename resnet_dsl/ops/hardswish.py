"""Sigmoid linear unit with a piecewise linear gate."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall


@dataclass(frozen=True)
class Hardswish(Activation):
    """x · min(max(x + 3, 0), 6) / 6, `hardswish` (Howard et al. 2019). Shapes: any to the same."""

    name: ClassVar[str] = "hardswish"
    in_place: ClassVar[bool] = True

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input."""
        return INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Hardswish`."""
        return TorchCall("nn.Hardswish")
