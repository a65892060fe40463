"""Dropout of single values."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.drop import Drop
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class Dropout(Drop):
    """Zeroes each value with probability `p` while training, `dropout 0.2` (Srivastava et al. 2014).

    Shapes: any to the same.
    """

    name: ClassVar[str] = "dropout"
    keeps_activation: ClassVar[bool] = True
    title: ClassVar[str] = "dropout"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The factors of all elements; on a GPU torch keeps a byte for each."""
        return Saved(once=1) if self.p == 1 else Saved(values=input.elements if self.p else 0)

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Dropout`."""
        return TorchCall("nn.Dropout", options=(Argument("p", self.p, 0.5),))
