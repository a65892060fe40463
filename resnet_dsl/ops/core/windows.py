"""The arithmetic of windows that slide over height and width, shared by convolutions and pools."""

from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.ops.core.op import OpError
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import short


def require_image(op: str, input: Shape) -> None:
    """Raise `OpError` unless the input is channels×height×width."""
    if not input.is_image:
        dimensions = " × ".join(input.names)
        raise OpError(f"`{op}` wants channels × height × width, and the input {input} is {dimensions}")


def automatic_padding(kernel: Size, stride: Size, dilation: Size = Size((1, 1))) -> Size:
    """The padding where none is said: 0 where kernel and stride are equal, else half of an odd kernel.

    Raises `OpError` for any other even kernel, where two paddings would be as good.
    """
    if kernel == stride:
        return Size((0, 0))
    if any(extent % 2 == 0 for extent in kernel):
        raise OpError(f"the even kernel {kernel} has no middle: its padding must be said", "add `pad=0` or another")
    return Size((extent - 1) // 2 * step for extent, step in zip(kernel, dilation, strict=True))


def slide(
    op: str, input: Shape, kernel: Size, stride: Size, pad: Size, dilation: Size = Size((1, 1)), *, ceil: bool = False
) -> tuple[int, int]:
    """Height and width of the output of a sliding window. Raises `OpError` where the window does not fit.

    With `ceil`, a last window may hang over the edge if it starts inside the input or its left padding.
    """
    height, width = (
        _positions(input[name], kernel[i], stride[i], pad[i], dilation[i], ceil=ceil)
        for i, name in enumerate(("height", "width"))
    )
    if min(height, width) < 1:
        message = f"`{op}` with kernel {kernel} does not fit into the input {input}"
        raise OpError(message, f"its output would be {height}x{width}; shrink less before it, or take a larger input")
    return height, width


def _positions(size: int, kernel: int, stride: int, pad: int, dilation: int, *, ceil: bool) -> int:
    span = size + 2 * pad - dilation * (kernel - 1) - 1
    if span < 0 and not ceil:
        return 0
    count = (span + (stride - 1 if ceil else 0)) // stride + 1
    return count - 1 if ceil and (count - 1) * stride >= size + pad else count


def window_label(kernel: Size, stride: Size, middle: str) -> str:
    """`3×3, 64, /2` as the papers write it; the stride only where it is not 1."""
    parts = ["×".join(map(str, kernel)), middle, "" if stride == (1, 1) else f"/{short(stride)}"]
    return ", ".join(part for part in parts if part)
