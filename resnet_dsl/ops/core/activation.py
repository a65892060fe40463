"""What all activations share: the shape is kept and nothing is learnt."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.op import ACTIVATION, Op
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.shape import Shape


@dataclass(frozen=True)
class Activation(Op):
    """An activation. Shapes: any to the same.

    With `in_place`, torch has an `inplace` option, which the lowering sets where nobody else reads the input.
    """

    role: ClassVar[str] = ACTIVATION
    in_place: ClassVar[bool] = False

    def infer(self, input: Shape) -> Shape:
        """The shape of the input."""
        return input

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE
