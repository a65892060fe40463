"""Gaussian error linear unit."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.kinds import choice
from resnet_dsl.ops.core.op import parameter
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class Gelu(Activation):
    """x · Φ(x) with the normal distribution Φ, `gelu` (Hendrycks and Gimpel 2016). Shapes: any to the same.

    `approximate=tanh` computes Φ by a hyperbolic tangent, as the first transformers did.
    """

    name: ClassVar[str] = "gelu"

    approximate: str = parameter(choice("none", "tanh"), "none", named=True)

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input."""
        return INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.GELU`."""
        return TorchCall("nn.GELU", options=(Argument("approximate", self.approximate, "none", fixed=True),))
