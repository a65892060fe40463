"""Sigmoid linear unit."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall


@dataclass(frozen=True)
class Silu(Activation):
    """x · sigmoid(x), `silu`, also known as swish (Elfwing, Uchibe, Doya 2018). Shapes: any to the same."""

    name: ClassVar[str] = "silu"
    in_place: ClassVar[bool] = True

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input."""
        return INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.SiLU`."""
        return TorchCall("nn.SiLU")
