"""Hyperbolic tangent."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.saved import OUTPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall


@dataclass(frozen=True)
class Tanh(Activation):
    """tanh(x), `tanh`. Shapes: any to the same."""

    name: ClassVar[str] = "tanh"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The result."""
        return OUTPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Tanh`."""
        return TorchCall("nn.Tanh")
