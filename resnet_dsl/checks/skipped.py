"""W0103: a stride larger than its kernel."""

from collections.abc import Iterator

from resnet_dsl.checks.core.graph import Value
from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.ops.conv import Conv
from resnet_dsl.ops.core.pool import WindowPool


class SkippedPixels(Doubt):
    """The stride is larger than the kernel, so that some pixels are never read.

    Of a map that a `conv 1x1, 64, /2` reads, three of four pixels go to waste. Give the stride to a convolution whose
    kernel covers it: that is what sets ResNet "v1.5" apart from the "v1" of the paper, for half a point of accuracy.
    Nothing is said where something else reads those pixels, as another arm of a join, nor of a 1x1 on a shortcut: it
    only picks the pixels that the main path ends on.

    ```arch
    arch net {
        input 16x8x8
        order conv bn relu
        conv 1x1, 16, /2
        conv 3x3, 16
    }
    ```

    ```arch
    arch net {
        input 16x8x8
        order conv bn relu
        conv 1x1, 16
        conv 3x3, 16, /2
    }
    ```
    """

    code = "W0103"


def skipped_pixels(network: Network) -> Iterator[SkippedPixels]:
    """The convolutions and pools of the file that step over pixels."""
    for value, layer in network.graph.layers():
        op, span = layer.op, network.span(layer)
        if span is None or not _steps_over(value) or (value.on_shortcut and op.kernel == (1, 1)):
            continue
        if all(map(_steps_over, network.readers[value.sources[0]])):
            text = f"this `{op.name}` never reads some pixels: a stride of {op.stride}, and a kernel of {op.kernel}"
            help = "give the stride to a layer with a larger kernel, or pool first"
            yield SkippedPixels(span=span, text=text, chain=network.chain(value), help=help)


def _steps_over(value: Value) -> bool:
    op = value.layer.op if value.layer else None
    if value.layer is None or not isinstance(op, Conv | WindowPool):
        return False
    gaps = op.dilation if isinstance(op, Conv) else op.gaps()
    reach = ((kernel - 1) * gap + 1 for kernel, gap in zip(op.kernel, gaps, strict=True))
    sizes = (value.layer.input["height"], value.layer.input["width"])
    return any(size > extent < step for size, extent, step in zip(sizes, reach, op.stride, strict=True))


LINTS = (NetworkLint(SkippedPixels, skipped_pixels),)
