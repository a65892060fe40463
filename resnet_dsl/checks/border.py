"""W0113: a kernel larger than its map."""

from collections.abc import Iterator
from itertools import islice

from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.ir.nodes import Layer
from resnet_dsl.ops.conv import Conv
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree


class KernelOnPadding(Doubt):
    """By some convolution the map is so small that a part of its kernel meets nothing but padding.

    On a map of 1x1, eight of the nine weights of a 3x3 kernel meet zeros only: they cost, and learn nothing.
    Mostly a network for large pictures is given small ones, such as a ResNet for ImageNet with an input of 3x32x32. It
    is said once for an arch, at its input.

    ```arch
    arch net {
        input 3x8x8
        { conv 3x3, 16, /2 } x3
        conv 3x3, 32
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        { conv 3x3, 16, /2 } x2
        conv 3x3, 32
    }
    ```
    """

    code = "W0113"


def kernels_on_padding(network: Network) -> Iterator[KernelOnPadding]:
    """The first convolution most of whose kernel never meets the map."""
    wide = ((value, layer) for value, layer in network.graph.layers() if _misses(layer))
    for value, layer in islice(wide, 1):
        span = _input(network.declared)
        size = f"{layer.input['height']}x{layer.input['width']}"
        yield KernelOnPadding(
            span=span,
            text=f"a `conv {layer.op.kernel}` has a map of {size} here: most of the kernel meets nothing but padding",
            secondary=network.labels(value, f"its input is {layer.input}", span),
            help="shrink less before it, or take a larger input; on a map of 1x1 a `conv 1x1` does the same",
        )


def _input(arch: tree.Arch) -> Span:
    """Where an arch says its input, or else its name."""
    inputs = (statement.span for statement in arch.body.statements if isinstance(statement, tree.Input))
    return next(inputs, arch.name_span)


def _misses(layer: Layer) -> bool:
    op = layer.op
    if not isinstance(op, Conv):
        return False
    sizes = ((layer.input[name], layer.output[name]) for name in ("height", "width"))
    windows = zip(op.kernel, op.stride, op.padding(), op.dilation, strict=True)
    return any(2 * _met(*size, *window) < window[0] for size, window in zip(sizes, windows, strict=True))


def _met(size: int, steps: int, kernel: int, stride: int, pad: int, gap: int) -> int:
    """How many rows or columns of a kernel lie on the map anywhere on the way of the kernel."""
    first = max(0, -(((steps - 1) * stride - pad) // gap))
    last = min(kernel - 1, (size - 1 + pad) // gap)
    return last - first + 1


LINTS = (NetworkLint(KernelOnPadding, kernels_on_padding),)
