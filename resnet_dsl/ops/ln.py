"""Layer normalisation."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import NUMBER
from resnet_dsl.ops.core.op import NORMALISATION, Op, OpError, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

SUPPORT = '''
class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def forward(self, x: Tensor) -> Tensor:
        x = x.permute(0, 2, 3, 1)
        x = F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)
        return x.permute(0, 3, 1, 2)
'''.lstrip()


@dataclass(frozen=True)
class LayerNorm(Op):
    """Layer normalisation over the channels of each place, `ln eps=1e-6` (Ba, Kiros, Hinton 2016).

    Shapes: channels×height×width, or any with the channels last, to the same.
    """

    name: ClassVar[str] = "ln"
    role: ClassVar[str] = NORMALISATION

    eps: float = parameter(NUMBER, 1e-5, named=True)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input. Raises `OpError` unless it is an image or has its channels last."""
        if not input.is_image and input.names[-1] != "channels":
            dimensions = " × ".join(input.names)
            raise OpError(f"`ln` wants an image or the channels last, and the input {input} is {dimensions}")
        return input

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """`weight` and `bias` of channels."""
        return {"weight": (input.channels,), "bias": (input.channels,)}

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, and mean and deviation of each place."""
        return Saved(input=True, values=2 * (input.elements // input.channels))

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """`nn.LayerNorm`; for an image a subclass that permutes around it."""
        return TorchCall(
            "LayerNorm2d" if input.is_image else "nn.LayerNorm",
            (Argument("normalized_shape", input.channels),),
            (Argument("eps", self.eps, 1e-5),),
            support=SUPPORT if input.is_image else "",
        )
