"""Softmax over the channels."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.saved import OUTPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class Softmax(Activation):
    """exp(x) divided by its sum over the channels, `softmax`. Shapes: any to the same."""

    name: ClassVar[str] = "softmax"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The result."""
        return OUTPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Softmax` along the channels, wherever they stand."""
        return TorchCall("nn.Softmax", options=(Argument("dim", input.axis, fixed=True),))
