"""Dropout of whole channels."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.drop import Drop
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall
from resnet_dsl.ops.core.windows import require_image


@dataclass(frozen=True)
class Dropout2d(Drop):
    """Zeroes each channel with probability `p` while training, `dropout2d 0.2` (Tompson et al. 2015).

    Shapes: channels×height×width to the same.
    """

    name: ClassVar[str] = "dropout2d"
    keeps_activation: ClassVar[bool] = True
    title: ClassVar[str] = "dropout of channels"

    def infer(self, input: Shape) -> Shape:
        """The shape of the input. Raises `OpError` unless the input is an image."""
        require_image(self.name, input)
        return input

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The factor of each channel."""
        return Saved(once=1) if self.p == 1 else Saved(values=input.channels if self.p else 0)

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Dropout2d`."""
        return TorchCall("nn.Dropout2d", options=(Argument("p", self.p, 0.5),))
