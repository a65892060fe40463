"""Transposed convolution."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from resnet_dsl.ops.core.groups import require_groups
from resnet_dsl.ops.core.kinds import COUNT, EXTENT, FLAG, SIZE, STRIDE, Size
from resnet_dsl.ops.core.op import CONVOLUTION, Op, OpError, parameter
from resnet_dsl.ops.core.reach import Reach, spread
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall, plain
from resnet_dsl.ops.core.windows import automatic_padding, require_image, window_label


@dataclass(frozen=True)
class ConvTranspose(Op):
    """Transposed convolution, which enlarges by its stride: `conv_transpose 2x2, 64, /2` (Zeiler et al. 2010).

    Shapes: channels×height×width to `channels`×height'×width', where
    height' = (height − 1)·stride − 2·pad + dilation·(kernel − 1) + output_pad + 1, and width' alike.

    `pad`, unsaid, is (kernel − 1) // 2 · dilation for an odd kernel and 0 where kernel and stride are equal.
    `output_pad` adds rows and columns at the far side; it must be smaller than the stride or the dilation.
    """

    name: ClassVar[str] = "conv_transpose"
    role: ClassVar[str] = CONVOLUTION

    kernel: Size = parameter(SIZE)
    channels: int = parameter(COUNT)
    stride: Size = parameter(STRIDE, Size((1, 1)))
    pad: Size | None = parameter(EXTENT, None, named=True)
    output_pad: Size = parameter(EXTENT, Size((0, 0)), named=True)
    dilation: Size = parameter(SIZE, Size((1, 1)), named=True)
    groups: int = parameter(COUNT, 1, named=True)
    bias: bool = parameter(FLAG, True, named=True)

    def __post_init__(self) -> None:
        self.padding()
        for extra, stride, dilation in zip(self.output_pad, self.stride, self.dilation, strict=True):
            if extra >= max(stride, dilation):
                raise OpError(
                    f"`output_pad={plain(self.output_pad)}` is not smaller than the stride or the dilation",
                    "`output_pad` chooses among the sizes that the stride would have reduced to one",
                )

    def padding(self) -> Size:
        """The rows and columns taken off on each side. Raises `OpError` for an even kernel without `pad`."""
        return automatic_padding(self.kernel, self.stride, self.dilation) if self.pad is None else self.pad

    def infer(self, input: Shape) -> Shape:
        """The shape of the output. Raises `OpError` on a wrong group count or where nothing is left."""
        require_image(self.name, input)
        require_groups(self.groups, input=input.channels, output=self.channels)
        height, width = (self._extent(axis, input[name]) for axis, name in enumerate(("height", "width")))
        if min(height, width) < 1:
            raise OpError(f"the output of `{self.name}` for the input {input} would be {height}x{width}", "pad less")
        return Shape.of(self.channels, height, width)

    def _extent(self, axis: int, size: int) -> int:
        reach = self.dilation[axis] * (self.kernel[axis] - 1) + 1
        return (size - 1) * self.stride[axis] - 2 * self.padding()[axis] + reach + self.output_pad[axis]

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """`weight` of input channels × channels / groups × kernel, and `bias` of channels."""
        weight = (input.channels, self.channels // self.groups, *self.kernel)
        return {"weight": weight} | ({"bias": (self.channels,)} if self.bias else {})

    def macs(self, input: Shape, output: Shape) -> int:
        """Input elements × channels / groups × kernel."""
        return input.elements * (self.channels // self.groups) * self.kernel[0] * self.kernel[1]

    def step(self) -> tuple[Fraction, Fraction]:
        """Height and width grow by the stride."""
        return Fraction(1, self.stride[0]), Fraction(1, self.stride[1])

    def label(self) -> str:
        """`transposed 2×2, 64, /2`, with groups and dilation where they are not 1."""
        notes = [f"groups {self.groups}"] if self.groups > 1 else []
        notes += [f"dilation {plain(self.dilation)}"] if self.dilation != (1, 1) else []
        return ", ".join([f"transposed {window_label(self.kernel, self.stride, str(self.channels))}", *notes])

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input."""
        return INPUT

    def reach(self, input: Shape) -> Reach | None:
        """Where the kernel lies over a place; None where it leaves gaps between the places that it covers."""
        kernels = zip(self.kernel, self.stride, self.padding(), self.dilation, strict=True)
        height, width = (spread(*kernel) for kernel in kernels)
        return None if height is None or width is None else (height, width)

    def torch(self, input: Shape) -> TorchCall:
        """`nn.ConvTranspose2d`."""
        return TorchCall(
            "nn.ConvTranspose2d",
            (
                Argument("in_channels", input.channels),
                Argument("out_channels", self.channels),
                Argument("kernel_size", plain(self.kernel)),
            ),
            (
                Argument("stride", plain(self.stride), 1),
                Argument("padding", plain(self.padding()), 0),
                Argument("output_padding", plain(self.output_pad), 0),
                Argument("groups", self.groups, 1),
                Argument("bias", self.bias, True, fixed=True),
                Argument("dilation", plain(self.dilation), 1),
            ),
        )
