"""Maximum pooling over all places."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.pool import GlobalPool
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class GlobalMaxPool(GlobalPool):
    """The largest value of each channel, `global_maxpool`. Shapes: channels×height×width to channels×1×1."""

    name: ClassVar[str] = "global_maxpool"
    title: ClassVar[str] = "global max pool"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, and the index of each result."""
        return Saved(input=True, indices=output.elements)

    def torch(self, input: Shape) -> TorchCall:
        """`nn.AdaptiveMaxPool2d`."""
        return TorchCall("nn.AdaptiveMaxPool2d", (Argument("output_size", 1, fixed=True),))
