"""Average pooling to a given size."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.pool import AdaptivePool
from resnet_dsl.ops.core.saved import INPUT, NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall, plain


@dataclass(frozen=True)
class AdaptiveAvgPool(AdaptivePool):
    """The mean of each of `size` nearly equal windows, `adaptive_avgpool 7x7`.

    Shapes: channels×height×width to channels×`size`.
    """

    name: ClassVar[str] = "adaptive_avgpool"
    title: ClassVar[str] = "average pool"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, of which only the shape is used; nothing for one place, which torch takes as a mean."""
        return NOTHING if self.size == (1, 1) else INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.AdaptiveAvgPool2d`."""
        return TorchCall("nn.AdaptiveAvgPool2d", (Argument("output_size", plain(self.size)),))
