"""Logistic function."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.saved import OUTPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall


@dataclass(frozen=True)
class Sigmoid(Activation):
    """1 / (1 + exp(−x)), `sigmoid`. Shapes: any to the same."""

    name: ClassVar[str] = "sigmoid"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The result."""
        return OUTPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Sigmoid`."""
        return TorchCall("nn.Sigmoid")
