"""One of several equal slices of the channels."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import COUNT, INDEX
from resnet_dsl.ops.core.op import LAYOUT, Op, OpError, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

SUPPORT = '''
class Chunk(nn.Module):
    """One of several equal slices of a dimension."""

    def __init__(self, parts: int, index: int, dim: int = 1) -> None:
        super().__init__()
        self.parts = parts
        self.index = index
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        return x.chunk(self.parts, dim=self.dim)[self.index]
'''.lstrip()


@dataclass(frozen=True)
class Chunk(Op):
    """The slice `index`, from 0, of `parts` equal slices of the channels: `chunk 2, 0`.

    Shapes: any to the same with channels / `parts`. An index that is no slice raises `OpError`.
    """

    name: ClassVar[str] = "chunk"
    role: ClassVar[str] = LAYOUT

    parts: int = parameter(COUNT)
    index: int = parameter(INDEX)

    def __post_init__(self) -> None:
        if self.index >= self.parts:
            raise OpError(f"there is no slice {self.index} of {self.parts}", f"they are 0 to {self.parts - 1}")

    def infer(self, input: Shape) -> Shape:
        """The shape of a slice. Raises `OpError` where the channels cannot be divided."""
        if input.channels % self.parts:
            raise OpError(
                f"{input.channels} channels cannot be divided into {self.parts} equal slices",
                "use `split` with the width of each",
            )
        return input.with_sizes(channels=input.channels // self.parts)

    def label(self) -> str:
        """`slice 1 of 2`, counted from 1."""
        return f"slice {self.index + 1} of {self.parts}"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """Nothing."""
        return NOTHING

    def is_view(self, input: Shape, *, training: bool) -> bool:
        """Always."""
        return True

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """`Tensor.chunk`, or a module of it."""
        return TorchCall(
            "Chunk",
            (Argument("parts", self.parts), Argument("index", self.index)),
            (Argument("dim", input.axis, 1, fixed=True),),
            function=f"{{x}}.chunk({self.parts}, dim={input.axis})[{self.index}]",
            support=SUPPORT,
        )
