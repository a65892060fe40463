"""What is known of the value between two statements."""

from dataclasses import dataclass, replace
from fractions import Fraction

from resnet_dsl.ir.nodes import Node
from resnet_dsl.ops.core.op import Op
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.resolve.parts import Parts
from resnet_dsl.resolve.problems import Unknown

Scale = tuple[Fraction, Fraction]
UNSCALED: Scale = (Fraction(1), Fraction(1))


@dataclass(frozen=True)
class Flow:
    """A value: its shape, None after a mistake; whether it is activated (O4); the parts that a sum owes (O5).

    `scale` is by how much height and width have shrunk since the input, by strides alone; 0 where that depends on
    the size itself.
    """

    shape: Shape | None
    activated: bool = False
    owes: Parts = ()
    scale: Scale = UNSCALED

    @property
    def known(self) -> Shape:
        """The shape. Raises `Unknown` after a mistake."""
        if self.shape is None:
            raise Unknown
        return self.shape

    def after(self, op: Op, output: Shape) -> "Flow":
        """The value that an op makes of this one."""
        step = op.step()
        scale = (self.scale[0] * step[0], self.scale[1] * step[1])
        return Flow(output, self.activated and op.keeps_activation, (), scale)

    def lost(self) -> "Flow":
        """This value after a mistake."""
        return replace(self, shape=None, owes=())


@dataclass(frozen=True)
class Made:
    """What statements came to: nodes, and the value behind them."""

    nodes: tuple[Node, ...]
    flow: Flow

    def then(self, other: "Made") -> "Made":
        """This, followed by another."""
        return Made(self.nodes + other.nodes, other.flow)
