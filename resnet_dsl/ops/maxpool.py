"""Maximum pooling."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import SIZE, Size
from resnet_dsl.ops.core.op import parameter
from resnet_dsl.ops.core.pool import WindowPool
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall, plain


@dataclass(frozen=True)
class MaxPool(WindowPool):
    """The largest value of each window, `maxpool 3x3, /2`.

    Shapes: channels×height×width to channels×height'×width', as of a convolution; rounded up with `ceil`.
    """

    name: ClassVar[str] = "maxpool"
    title: ClassVar[str] = "max pool"

    dilation: Size = parameter(SIZE, Size((1, 1)), named=True)

    def gaps(self) -> Size:
        """The dilation."""
        return self.dilation

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, and the index of each result."""
        return Saved(input=True, indices=output.elements)

    def torch(self, input: Shape) -> TorchCall:
        """`nn.MaxPool2d`."""
        dilation = Argument("dilation", plain(self.dilation), 1)
        return TorchCall("nn.MaxPool2d", self.window(), (*self.placing(), dilation))
