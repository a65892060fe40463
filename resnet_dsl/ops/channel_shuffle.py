"""Channels of several groups in turn."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.groups import require_groups
from resnet_dsl.ops.core.kinds import COUNT
from resnet_dsl.ops.core.op import LAYOUT, Op, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall
from resnet_dsl.ops.core.windows import require_image

SUPPORT = '''
class ChannelShuffle(nn.Module):
    """Takes the channels of several groups in turn."""

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.groups = groups

    def forward(self, x: Tensor) -> Tensor:
        batch, channels, height, width = x.shape
        x = x.view(batch, self.groups, channels // self.groups, height, width)
        return x.transpose(1, 2).reshape(batch, channels, height, width)
'''.lstrip()


@dataclass(frozen=True)
class ChannelShuffle(Op):
    """The first channel of each of `groups` groups, then the second, …: `channel_shuffle 2` (Zhang et al. 2018).

    Shapes: channels×height×width to the same.
    """

    name: ClassVar[str] = "channel_shuffle"
    role: ClassVar[str] = LAYOUT

    groups: int = parameter(COUNT)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input. Raises `OpError` unless it is an image whose channels the groups divide."""
        require_image(self.name, input)
        require_groups(self.groups, input=input.channels)
        return input

    def label(self) -> str:
        """`shuffle, groups 2`."""
        return f"shuffle, groups {self.groups}"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """Nothing."""
        return NOTHING

    def is_view(self, input: Shape, *, training: bool) -> bool:
        """Only where there is nothing to shuffle."""
        return self.groups in (1, input.channels)

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """A module with the result of `nn.ChannelShuffle`, of which every part can be differentiated and exported."""
        return TorchCall("ChannelShuffle", (Argument("groups", self.groups),), support=SUPPORT)
