"""What pools share: every channel by itself, fewer places, nothing learnt."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from resnet_dsl.ops.core.kinds import EXTENT, FLAG, SIZE, STRIDE, Size
from resnet_dsl.ops.core.op import POOLING, Op, OpError, parameter
from resnet_dsl.ops.core.reach import EVERYTHING, Reach, axes, shares, window
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, plain
from resnet_dsl.ops.core.windows import automatic_padding, require_image, slide, window_label


@dataclass(frozen=True)
class Pool(Op):
    """A pool; `title` is its name in pictures and tables."""

    role: ClassVar[str] = POOLING
    keeps_activation: ClassVar[bool] = True
    title: ClassVar[str]

    def label(self) -> str:
        """`global average pool`."""
        return self.title


@dataclass(frozen=True)
class WindowPool(Pool):
    """A window that slides over height and width.

    Shapes: channels×height×width to channels×height'×width', where
    height' = (height + 2·pad − dilation·(kernel − 1) − 1) // stride + 1, and width' alike. With `ceil` the
    division is rounded up, as long as the last window starts inside the input or its first padding.

    `stride` has no default. `pad`, unsaid, is 0 where kernel and stride are equal, else (kernel − 1) // 2 · dilation
    for an odd kernel; more than half of the kernel raises `OpError`.
    """

    kernel: Size = parameter(SIZE)
    stride: Size = parameter(STRIDE)
    pad: Size | None = parameter(EXTENT, None, named=True)
    ceil: bool = parameter(FLAG, False, named=True)

    def __post_init__(self) -> None:
        if any(2 * pad > kernel for pad, kernel in zip(self.padding(), self.kernel, strict=True)):
            raise OpError(
                f"`{self.name}` with kernel {self.kernel} cannot have a padding of {self.padding()}",
                "a pool can be padded by at most half of its kernel: add another `pad=`",
            )

    def gaps(self) -> Size:
        """The dilation: the distance between neighbours in the window."""
        return Size((1, 1))

    def padding(self) -> Size:
        """The rows and columns added on each side. Raises `OpError` for an even kernel without `pad`."""
        return automatic_padding(self.kernel, self.stride, self.gaps()) if self.pad is None else self.pad

    def infer(self, input: Shape) -> Shape:
        """The shape of the output. Raises `OpError` where the window does not fit."""
        require_image(self.name, input)
        height, width = slide(self.name, input, self.kernel, self.stride, self.padding(), self.gaps(), ceil=self.ceil)
        return Shape.of(input.channels, height, width)

    def label(self) -> str:
        """`max pool 3×3, /2`."""
        return f"{self.title} {window_label(self.kernel, self.stride, '')}"

    def reach(self, input: Shape) -> Reach:
        """The window; where it hangs over an edge, as if there were more."""
        return axes(lambda i: window(self.kernel[i], self.stride[i], self.padding()[i], self.gaps()[i]))

    def window(self) -> tuple[Argument, ...]:
        """The positional argument of the torch call."""
        return (Argument("kernel_size", plain(self.kernel)),)

    def placing(self) -> tuple[Argument, ...]:
        """The options of the torch call that all windows have; torch's own default stride is the kernel."""
        return (
            Argument("stride", plain(self.stride)),
            Argument("padding", plain(self.padding()), 0),
            Argument("ceil_mode", self.ceil, False, fixed=True),
        )


@dataclass(frozen=True)
class AdaptivePool(Pool):
    """As many windows as the output has places. Shapes: channels×height×width to channels×`size`."""

    size: Size = parameter(SIZE)

    def step(self) -> tuple[Fraction, Fraction]:
        """0: what the size is divided by depends on the size itself."""
        return Fraction(0), Fraction(0)

    def infer(self, input: Shape) -> Shape:
        """The channels of the input at `size`. Raises `OpError` unless the input is an image."""
        require_image(self.name, input)
        return Shape.of(input.channels, *self.size)

    def reach(self, input: Shape) -> Reach | None:
        """For each place its share of the input; None where the shares repeat after too many places."""
        height, width = (shares(input[name], self.size[i]) for i, name in enumerate(("height", "width")))
        return None if height is None or width is None else (height, width)

    def label(self) -> str:
        """`average pool to 7×7`."""
        return f"{self.title} to {'×'.join(map(str, self.size))}"


@dataclass(frozen=True)
class GlobalPool(Pool):
    """One window over everything. Shapes: channels×height×width to channels×1×1."""

    def step(self) -> tuple[Fraction, Fraction]:
        """0: what the size is divided by depends on the size itself."""
        return Fraction(0), Fraction(0)

    def infer(self, input: Shape) -> Shape:
        """The channels of the input, at 1×1. Raises `OpError` unless the input is an image."""
        require_image(self.name, input)
        return Shape.of(input.channels, 1, 1)

    def reach(self, input: Shape) -> Reach:
        """All places."""
        return EVERYTHING
