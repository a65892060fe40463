"""One of several slices of the channels."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import INDEX, WIDTHS
from resnet_dsl.ops.core.op import LAYOUT, Op, OpError, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

SUPPORT = '''
class Split(nn.Module):
    """One of several slices of a dimension, with the width of each."""

    def __init__(self, widths: tuple[int, ...], index: int, dim: int = 1) -> None:
        super().__init__()
        self.widths = list(widths)
        self.index = index
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        return torch.split(x, self.widths, dim=self.dim)[self.index]
'''.lstrip()


@dataclass(frozen=True)
class Split(Op):
    """The slice `index`, from 0, of the channels divided into `widths`: `split (16, 48), 1`.

    Shapes: any to the same with `widths[index]` channels. An index that is no slice raises `OpError`.
    """

    name: ClassVar[str] = "split"
    role: ClassVar[str] = LAYOUT

    widths: tuple[int, ...] = parameter(WIDTHS)
    index: int = parameter(INDEX)

    def __post_init__(self) -> None:
        if self.index >= len(self.widths):
            message = f"there is no slice {self.index} of {len(self.widths)}"
            raise OpError(message, f"they are 0 to {len(self.widths) - 1}")

    def infer(self, input: Shape) -> Shape:
        """The shape of the slice. Raises `OpError` where the widths do not add up to the channels."""
        if sum(self.widths) != input.channels:
            widths = " + ".join(map(str, self.widths))
            raise OpError(
                f"the widths {widths} are {sum(self.widths)}, and the input {input} has {input.channels} channels",
                "the widths must add up to the channels",
            )
        return input.with_sizes(channels=self.widths[self.index])

    def label(self) -> str:
        """`slice 2 of 16 + 48`, counted from 1."""
        return f"slice {self.index + 1} of {' + '.join(map(str, self.widths))}"

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
        """A module of `torch.split`."""
        return TorchCall(
            "Split",
            (Argument("widths", self.widths), Argument("index", self.index)),
            (Argument("dim", input.axis, 1, fixed=True),),
            support=SUPPORT,
        )
