"""Maximum pooling to a given size."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.pool import AdaptivePool
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall, plain


@dataclass(frozen=True)
class AdaptiveMaxPool(AdaptivePool):
    """The largest value of each of `size` nearly equal windows, `adaptive_maxpool 7x7`.

    Shapes: channels×height×width to channels×`size`.
    """

    name: ClassVar[str] = "adaptive_maxpool"
    title: ClassVar[str] = "max pool"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, and the index of each result."""
        return Saved(input=True, indices=output.elements)

    def torch(self, input: Shape) -> TorchCall:
        """`nn.AdaptiveMaxPool2d`."""
        return TorchCall("nn.AdaptiveMaxPool2d", (Argument("output_size", plain(self.size)),))
