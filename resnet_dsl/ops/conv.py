"""Convolution."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.groups import require_groups
from resnet_dsl.ops.core.kinds import COUNT, EXTENT, FLAG, SIZE, STRIDE, Size, choice, either
from resnet_dsl.ops.core.op import CONVOLUTION, Op, OpError, parameter
from resnet_dsl.ops.core.reach import Reach, axes, window
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall, plain
from resnet_dsl.ops.core.windows import automatic_padding, require_image, slide, window_label


@dataclass(frozen=True)
class Conv(Op):
    """Convolution over height and width, `conv 3x3, 64, /2`.

    Shapes: channels×height×width to `channels`×height'×width', where
    height' = (height + 2·pad − dilation·(kernel − 1) − 1) // stride + 1, and width' alike.

    `pad` is `same` (stride 1 only), `valid`, an integer or a pair; unsaid, (kernel − 1) // 2 · dilation for an
    odd kernel and 0 where kernel and stride are equal. `bias`, unsaid, is there unless the order normalises.
    """

    name: ClassVar[str] = "conv"
    role: ClassVar[str] = CONVOLUTION

    kernel: Size = parameter(SIZE)
    channels: int = parameter(COUNT)
    stride: Size = parameter(STRIDE, Size((1, 1)))
    pad: Size | str | None = parameter(either(choice("same", "valid"), EXTENT), None, named=True)
    dilation: Size = parameter(SIZE, Size((1, 1)), named=True)
    groups: int = parameter(COUNT, 1, named=True)
    bias: bool = parameter(FLAG, True, named=True)

    def __post_init__(self) -> None:
        if self.pad == "same" and self.stride != (1, 1):
            raise OpError("`pad=same` keeps the size, a stride does not", "give the padding as a number")
        self.padding()

    def padding(self) -> Size:
        """The rows and columns added on each side (for `same` and an even extent, rounded down)."""
        if self.pad == "same":
            pairs = zip(self.kernel, self.dilation, strict=True)
            return Size((kernel - 1) * dilation // 2 for kernel, dilation in pairs)
        if isinstance(self.pad, Size):
            return self.pad
        if self.pad == "valid":
            return Size((0, 0))
        return automatic_padding(self.kernel, self.stride, self.dilation)

    def infer(self, input: Shape) -> Shape:
        """The shape of the output. Raises `OpError` on a wrong group count or a kernel larger than its input."""
        require_image(self.name, input)
        require_groups(self.groups, input=input.channels, output=self.channels)
        if self.pad == "same":
            return input.with_sizes(channels=self.channels)
        height, width = slide(self.name, input, self.kernel, self.stride, self.padding(), self.dilation)
        return Shape.of(self.channels, height, width)

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """`weight` of channels × input channels / groups × kernel, and `bias` of channels."""
        weight = (self.channels, input.channels // self.groups, *self.kernel)
        return {"weight": weight} | ({"bias": (self.channels,)} if self.bias else {})

    def macs(self, input: Shape, output: Shape) -> int:
        """Output elements × input channels / groups × kernel."""
        return output.elements * (input.channels // self.groups) * self.kernel[0] * self.kernel[1]

    def label(self) -> str:
        """`3×3, 64, /2`, with groups and dilation where they are not 1."""
        notes = [f"groups {self.groups}"] if self.groups > 1 else []
        notes += [f"dilation {plain(self.dilation)}"] if self.dilation != (1, 1) else []
        return ", ".join([window_label(self.kernel, self.stride, str(self.channels)), *notes])

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input; where `same` pads the sides unequally, a padded copy of it."""
        rest = [0, 0]
        if self.pad == "same":
            rest = [(kernel - 1) * gap % 2 for kernel, gap in zip(self.kernel, self.dilation, strict=True)]
        padded = input.with_sizes(height=input["height"] + rest[0], width=input["width"] + rest[1])
        return Saved(values=padded.elements) if any(rest) else INPUT

    def reach(self, input: Shape) -> Reach:
        """The kernel; for `same` and an even extent there is one place more behind than before."""
        return axes(lambda i: window(self.kernel[i], self.stride[i], self.padding()[i], self.dilation[i]))

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Conv2d`."""
        padding = "same" if self.pad == "same" else plain(self.padding())
        return TorchCall(
            "nn.Conv2d",
            (
                Argument("in_channels", input.channels),
                Argument("out_channels", self.channels),
                Argument("kernel_size", plain(self.kernel)),
            ),
            (
                Argument("stride", plain(self.stride), 1),
                Argument("padding", padding, 0),
                Argument("dilation", plain(self.dilation), 1),
                Argument("groups", self.groups, 1),
                Argument("bias", self.bias, True, fixed=True),
            ),
        )
