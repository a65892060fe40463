"""All values of a sample in one row."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.op import LAYOUT, Op
from resnet_dsl.ops.core.reach import EVERYTHING, Reach
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class Flatten(Op):
    """One dimension of all values, in the order of the input: `flatten`.

    Shapes: any to channels, e.g. 512×7×7 to 25088.
    """

    name: ClassVar[str] = "flatten"
    role: ClassVar[str] = LAYOUT

    def infer(self, input: Shape) -> Shape:
        """As many channels as the input has elements."""
        return Shape.of(input.elements)

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """Nothing."""
        return NOTHING

    def is_view(self, input: Shape, *, training: bool) -> bool:
        """Always: the elements stand as they stood."""
        return True

    def reach(self, input: Shape) -> Reach:
        """All places, as features of one."""
        return EVERYTHING

    def torch(self, input: Shape) -> TorchCall:
        """`torch.flatten`, or `nn.Flatten`."""
        return TorchCall("nn.Flatten", (Argument("start_dim", 1, fixed=True),), function="torch.flatten({x}, 1)")
