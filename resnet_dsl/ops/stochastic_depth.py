"""Stochastic depth: dropout of a whole residual path."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.drop import Drop
from resnet_dsl.ops.core.kinds import RATE, choice
from resnet_dsl.ops.core.op import parameter
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

SUPPORT = '''
class StochasticDepth(nn.Module):
    """Zeroes whole samples (mode "row") or the whole batch with probability p, while training."""

    def __init__(self, p: float, mode: str = "row") -> None:
        super().__init__()
        self.p = p
        self.mode = mode

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0.0:
            return x
        rows = x.shape[0] if self.mode == "row" else 1
        noise = x.new_empty([rows] + [1] * (x.dim() - 1)).bernoulli_(1.0 - self.p)
        if self.p < 1.0:
            noise = noise / (1.0 - self.p)
        return x * noise
'''.lstrip()


@dataclass(frozen=True)
class StochasticDepth(Drop):
    """Zeroes its input with probability `p` while training, `stochastic_depth 0.2` (Huang et al. 2016).

    Stands at the end of a residual path. `mode=row` decides for each sample, `mode=batch` for all at once. `p` may
    grow with the depth: `stochastic_depth (0.5 * residual.index / residual.count)`.

    Shapes: any to the same.
    """

    name: ClassVar[str] = "stochastic_depth"
    title: ClassVar[str] = "stochastic depth"

    p: float | Deferred = parameter(RATE)
    mode: str = parameter(choice("batch", "row"), "row", named=True)

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """The factor of a sample, or of the batch."""
        return (Saved(values=1) if self.mode == "row" else Saved(once=1)) if self.p else NOTHING

    def torch(self, input: Shape) -> TorchCall:
        """A module with the draws and the arithmetic of `torchvision.ops.StochasticDepth`."""
        return TorchCall(
            "StochasticDepth",
            (Argument("p", self.p),),
            (Argument("mode", self.mode, "row", fixed=True),),
            support=SUPPORT,
        )
