"""Leaky rectified linear unit."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.kinds import RATE
from resnet_dsl.ops.core.op import parameter
from resnet_dsl.ops.core.saved import INPUT, OUTPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class LeakyRelu(Activation):
    """max(x, `slope`·x), `leaky_relu 0.1` (Maas, Hannun, Ng 2013). Shapes: any to the same."""

    name: ClassVar[str] = "leaky_relu"
    in_place: ClassVar[bool] = True

    slope: float = parameter(RATE, 0.01)

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, or the result where it has overwritten the input."""
        return OUTPUT if in_place else INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.LeakyReLU`."""
        return TorchCall("nn.LeakyReLU", options=(Argument("negative_slope", self.slope, 0.01),))
