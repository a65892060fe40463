"""Local response normalisation."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import COUNT, NUMBER
from resnet_dsl.ops.core.op import NORMALISATION, Op, OpError, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall
from resnet_dsl.ops.core.windows import require_image


@dataclass(frozen=True)
class LocalResponseNorm(Op):
    """Normalisation by `size` neighbouring channels, `lrn 5, k=2` (Krizhevsky, Sutskever, Hinton 2012).

    x / (k + alpha / size · sum of squares)^beta; the paper's own alpha is not divided by the size.

    Shapes: channels×height×width to the same.
    """

    name: ClassVar[str] = "lrn"
    role: ClassVar[str] = NORMALISATION

    size: int = parameter(COUNT, 5)
    alpha: float = parameter(NUMBER, 1e-4, named=True)
    beta: float = parameter(NUMBER, 0.75, named=True)
    k: float = parameter(NUMBER, 1.0, named=True)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input. Raises `OpError` unless it is an image with channels to be neighbours."""
        require_image(self.name, input)
        if self.size > 2 * input.channels:
            raise OpError(
                f"`lrn` wants {self.size:,} neighbouring channels, and the input {input} has {input.channels}"
            )
        return input

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, its squares with `size` - 1 channels of padding, the sums, and their powers."""
        squares = input.with_sizes(channels=input.channels + self.size - 1)
        return Saved(input=True, values=squares.elements + 2 * input.elements)

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """`nn.LocalResponseNorm`."""
        return TorchCall(
            "nn.LocalResponseNorm",
            (Argument("size", self.size),),
            (
                Argument("alpha", self.alpha, 1e-4),
                Argument("beta", self.beta, 0.75),
                Argument("k", self.k, 1.0),
            ),
        )
