"""Rectified linear unit with a ceiling."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall


@dataclass(frozen=True)
class Relu6(Activation):
    """min(max(x, 0), 6), `relu6` (Krizhevsky 2010). Shapes: any to the same."""

    name: ClassVar[str] = "relu6"
    in_place: ClassVar[bool] = True

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input."""
        return INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.ReLU6`."""
        return TorchCall("nn.ReLU6")
