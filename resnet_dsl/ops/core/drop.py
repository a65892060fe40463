"""What the ops share that set parts of their input to zero at random, while training."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.kinds import RATE
from resnet_dsl.ops.core.op import DROPOUT, Op, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.shape import Shape


@dataclass(frozen=True)
class Drop(Op):
    """Zeros with probability `p`; what remains grows by 1 / (1 − p). Shapes: any to the same."""

    role: ClassVar[str] = DROPOUT
    title: ClassVar[str]

    p: float | Deferred = parameter(RATE, 0.5)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input."""
        return input

    def label(self) -> str:
        """`dropout 0.5`; without the number where it depends on the position."""
        return self.title if isinstance(self.p, Deferred) else f"{self.title} {self.p}"

    def is_view(self, input: Shape, *, training: bool) -> bool:
        """Whether nothing is dropped. A rate that depends on the position is taken to be above 0."""
        return not training or self.p == 0

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE
