"""Group normalisation."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.groups import require_groups
from resnet_dsl.ops.core.kinds import COUNT, NUMBER
from resnet_dsl.ops.core.op import NORMALISATION, Op, OpError, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class GroupNorm(Op):
    """Normalisation over groups of channels and all places, `gn 32` (Wu and He 2018).

    Shapes: channels first (channels, channels×length or channels×height×width), to the same.
    """

    name: ClassVar[str] = "gn"
    role: ClassVar[str] = NORMALISATION

    groups: int = parameter(COUNT)
    eps: float = parameter(NUMBER, 1e-5, named=True)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input. Raises `OpError` unless channels come first and the groups divide them."""
        if input.names[0] != "channels":
            raise OpError(f"`gn` wants its channels first, and the input {input} is {' × '.join(input.names)}")
        require_groups(self.groups, input=input.channels)
        return input

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """`weight` and `bias` of channels."""
        return {"weight": (input.channels,), "bias": (input.channels,)}

    def label(self) -> str:
        """`gn, groups 32`."""
        return f"gn, groups {self.groups}"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, and mean and deviation of each group."""
        return Saved(input=True, values=2 * self.groups)

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """`nn.GroupNorm`."""
        return TorchCall(
            "nn.GroupNorm",
            (Argument("num_groups", self.groups), Argument("num_channels", input.channels)),
            (Argument("eps", self.eps, 1e-5),),
        )
