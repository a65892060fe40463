"""Exponential linear unit."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.kinds import NUMBER, is_number
from resnet_dsl.ops.core.op import OpError, parameter
from resnet_dsl.ops.core.saved import INPUT, OUTPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class Elu(Activation):
    """x above 0, `alpha`·(exp(x) − 1) below, `elu` (Clevert, Unterthiner, Hochreiter 2016).

    Shapes: any to the same. A negative `alpha` raises `OpError`.
    """

    name: ClassVar[str] = "elu"
    in_place: ClassVar[bool] = True

    alpha: float = parameter(NUMBER, 1.0)

    def __post_init__(self) -> None:
        if is_number(self.alpha) and self.alpha < 0:
            raise OpError(f"`elu` wants an `alpha` from 0, and it is {self.alpha}")

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, or the result where it has overwritten the input."""
        return OUTPUT if in_place else INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.ELU`."""
        return TorchCall("nn.ELU", options=(Argument("alpha", self.alpha, 1.0),))
