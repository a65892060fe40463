"""Average pooling."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import FLAG
from resnet_dsl.ops.core.op import parameter
from resnet_dsl.ops.core.pool import WindowPool
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class AvgPool(WindowPool):
    """The mean of each window, `avgpool 2x2, /2`. With `count_include_pad` the padding counts as zeros.

    Shapes: channels×height×width to channels×height'×width', as of a convolution; rounded up with `ceil`.
    """

    name: ClassVar[str] = "avgpool"
    title: ClassVar[str] = "average pool"

    count_include_pad: bool = parameter(FLAG, True, named=True)

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, of which only the shape is used."""
        return INPUT

    def torch(self, input: Shape) -> TorchCall:
        """`nn.AvgPool2d`."""
        count = Argument("count_include_pad", self.count_include_pad, True, fixed=True)
        return TorchCall("nn.AvgPool2d", self.window(), (*self.placing(), count))
