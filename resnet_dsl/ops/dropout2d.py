"""Dropout of whole channels."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.drop import Drop
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

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Dropout2d`."""
        return TorchCall("nn.Dropout2d", options=(Argument("p", self.p, 0.5),))
