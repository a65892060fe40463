"""The shortcut without weights that changes channels and stride."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import COUNT, STRIDE, Size
from resnet_dsl.ops.core.op import SHORTCUT, Op, OpError, parameter
from resnet_dsl.ops.core.reach import Reach, axes, window
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall, plain, short
from resnet_dsl.ops.core.windows import require_image

SUPPORT = '''
class ZeroPadShortcut(nn.Module):
    """Every stride-th row and column, and channels of zeros behind those of the input."""

    def __init__(
        self, in_channels: int, out_channels: int, stride: int | tuple[int, int] = 1
    ) -> None:
        super().__init__()
        self.extra = out_channels - in_channels
        rows, columns = (stride, stride) if isinstance(stride, int) else stride
        self.rows, self.columns = rows, columns

    def forward(self, x: Tensor) -> Tensor:
        x = x[:, :, :: self.rows, :: self.columns]
        return F.pad(x, (0, 0, 0, 0, 0, self.extra))
'''.lstrip()


@dataclass(frozen=True)
class Pad(Op):
    """Every `stride`-th row and column, and zeros as further channels: `pad 64, /2` (He et al. 2016, option A).

    Shapes: channels×height×width to `channels`×height'×width', where height' = (height − 1) // stride + 1, and
    width' alike.
    """

    name: ClassVar[str] = "pad"
    role: ClassVar[str] = SHORTCUT

    channels: int = parameter(COUNT)
    stride: Size = parameter(STRIDE, Size((1, 1)))

    def infer(self, input: Shape) -> Shape:
        """The shape of the output. Raises `OpError` where the input has more channels than wanted."""
        require_image(self.name, input)
        if input.channels > self.channels:
            raise OpError(
                f"`pad` cannot make {self.channels} channels of {input.channels}",
                "zeros add channels and take none away: use a `projection`",
            )
        height, width = ((input[name] - 1) // self.stride[i] + 1 for i, name in enumerate(("height", "width")))
        return Shape.of(self.channels, height, width)

    def label(self) -> str:
        """`zero pad, 64, /2`; the stride only where it is not 1."""
        return f"zero pad, {self.channels}" + ("" if self.stride == (1, 1) else f", /{short(self.stride)}")

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """Nothing."""
        return NOTHING

    def reach(self, input: Shape) -> Reach:
        """The place that is kept."""
        return axes(lambda i: window(1, self.stride[i], 0))

    def torch(self, input: Shape) -> TorchCall:
        """A module of `F.pad` of a slice."""
        return TorchCall(
            "ZeroPadShortcut",
            (Argument("in_channels", input.channels), Argument("out_channels", self.channels)),
            (Argument("stride", plain(self.stride), 1),),
            support=SUPPORT,
        )
