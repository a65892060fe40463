"""Batch normalisation."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import FLAG, POSITIVE, RATE
from resnet_dsl.ops.core.op import NORMALISATION, Op, OpError, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

MODULES = {1: "nn.BatchNorm1d", 2: "nn.BatchNorm1d", 3: "nn.BatchNorm2d"}


@dataclass(frozen=True)
class BatchNorm(Op):
    """Batch normalisation over each channel, `bn eps=0.001` (Ioffe and Szegedy 2015).

    Shapes: channels first (channels, channels×length or channels×height×width), to the same.
    """

    name: ClassVar[str] = "bn"
    role: ClassVar[str] = NORMALISATION

    eps: float = parameter(POSITIVE, 1e-5, named=True)
    momentum: float = parameter(RATE, 0.1, named=True)
    affine: bool = parameter(FLAG, True, named=True)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input. Raises `OpError` unless channels come first."""
        if input.names[0] != "channels" or len(input.names) not in MODULES:
            raise OpError(f"`bn` wants its channels first, and the input {input} is {' × '.join(input.names)}")
        return input

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """`weight` and `bias` of channels, unless `affine=false`."""
        return {"weight": (input.channels,), "bias": (input.channels,)} if self.affine else {}

    def buffers(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """The running mean and variance of each channel, and the number of batches seen."""
        channels = (input.channels,)
        return {"running_mean": channels, "running_var": channels, "num_batches_tracked": ()}

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The input, and mean and deviation of each channel over the batch."""
        return Saved(input=True, once=2 * input.channels)

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """`nn.BatchNorm2d`, or `nn.BatchNorm1d` for channels or channels×length."""
        return TorchCall(
            MODULES[len(input.names)],
            (Argument("num_features", input.channels),),
            (
                Argument("eps", self.eps, 1e-5),
                Argument("momentum", self.momentum, 0.1),
                Argument("affine", self.affine, True, fixed=True),
            ),
        )
