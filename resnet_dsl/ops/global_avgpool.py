"""Average pooling over all places."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.pool import GlobalPool
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class GlobalAvgPool(GlobalPool):
    """The mean of each channel, `global_avgpool` (Lin, Chen, Yan 2014).

    Shapes: channels×height×width to channels×1×1.
    """

    name: ClassVar[str] = "global_avgpool"
    title: ClassVar[str] = "global average pool"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """Nothing: the gradient is the same everywhere."""
        return NOTHING

    def torch(self, input: Shape) -> TorchCall:
        """`nn.AdaptiveAvgPool2d`."""
        return TorchCall("nn.AdaptiveAvgPool2d", (Argument("output_size", 1, fixed=True),))
