"""Fully connected layer."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import COUNT, FLAG
from resnet_dsl.ops.core.op import LINEAR, Op, OpError, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import INPUT, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall


@dataclass(frozen=True)
class Linear(Op):
    """A matrix product over the channels, and a bias: `linear 1000`.

    Shapes: channels, or any with the channels last, to the same with `features` channels.
    """

    name: ClassVar[str] = "linear"
    role: ClassVar[str] = LINEAR

    features: int = parameter(COUNT)
    bias: bool = parameter(FLAG, True, named=True)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input with other channels. Raises `OpError` unless the channels come last."""
        if input.names[-1] != "channels":
            raise OpError(
                f"`linear` wants its channels last, and the input {input} is {' × '.join(input.names)}",
                "add `flatten` (or `global_avgpool` and `flatten`) before it",
            )
        return input.with_sizes(channels=self.features)

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """`weight` of features × input channels, and `bias` of features."""
        weight = (self.features, input.channels)
        return {"weight": weight} | ({"bias": (self.features,)} if self.bias else {})

    def macs(self, input: Shape, output: Shape) -> int:
        """Output elements × input channels."""
        return output.elements * input.channels

    def label(self) -> str:
        """`fc 1000`."""
        return f"fc {self.features}"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input."""
        return INPUT

    def reach(self, input: Shape) -> Reach:
        """Every place by itself; of a vector there is one."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Linear`."""
        return TorchCall(
            "nn.Linear",
            (Argument("in_features", input.channels), Argument("out_features", self.features)),
            (Argument("bias", self.bias, True, fixed=True),),
        )
