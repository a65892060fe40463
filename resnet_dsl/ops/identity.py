"""The input itself."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.op import SHORTCUT, Op
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall


@dataclass(frozen=True)
class Identity(Op):
    """x, unchanged: `skip: identity` names a value, and in a join it is an arm. Shapes: any to the same."""

    name: ClassVar[str] = "identity"
    role: ClassVar[str] = SHORTCUT
    keeps_activation: ClassVar[bool] = True

    def infer(self, input: Shape) -> Shape:
        """The shape of the input."""
        return input

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """Nothing."""
        return NOTHING

    def is_view(self, input: Shape, *, training: bool) -> bool:
        """Always."""
        return True

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Identity`, or nothing at all."""
        return TorchCall("nn.Identity", function="{x}")
