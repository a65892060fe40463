"""Self-regularised smooth rectifier."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall


@dataclass(frozen=True)
class Mish(Activation):
    """x · tanh(log(1 + exp(x))), `mish` (Misra 2020). Shapes: any to the same."""

    name: ClassVar[str] = "mish"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input."""
        return INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Mish`."""
        return TorchCall("nn.Mish")
