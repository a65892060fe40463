"""A learnt factor for each channel."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.kinds import NUMBER
from resnet_dsl.ops.core.op import SCALE, Op, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

SUPPORT = '''
def learnt_scale(channels: int, value: float, trailing: int = 0) -> nn.Parameter:
    """A factor for each channel, all equal at first; `trailing` dimensions follow it."""
    return nn.Parameter(torch.full((channels, *[1] * trailing), float(value)))
'''.lstrip()


@dataclass(frozen=True)
class LayerScale(Op):
    """x times a learnt factor for each channel, all `value` at first: `layer_scale 1e-6` (Touvron et al. 2021).

    The factors are registered under the label of the member itself. Shapes: any to the same.
    """

    name: ClassVar[str] = "layer_scale"
    role: ClassVar[str] = SCALE

    value: float | Deferred = parameter(NUMBER, 1e-6)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input."""
        return input

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """Under the member's own name: channels×1×1 for an image, channels where they come last."""
        return {"": (input.channels,) + (1,) * (len(input.names) - input.axis)}

    def label(self) -> str:
        """`layer scale`."""
        return "layer scale"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, for the gradient of the factors."""
        return INPUT

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """A parameter, multiplied with the input."""
        return TorchCall(
            "learnt_scale",
            (Argument("channels", input.channels), Argument("value", self.value)),
            (Argument("trailing", len(input.names) - input.axis, 0, fixed=True),),
            function="{self} * {x}",
            support=SUPPORT,
            parameter=True,
        )
