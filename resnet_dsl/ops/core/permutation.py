"""What the ops share that reorder dimensions and change no value."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.op import LAYOUT, Op, OpError
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

SUPPORT = '''
class Permute(nn.Module):
    """Reorders the dimensions of a batch."""

    def __init__(self, dims: tuple[int, ...]) -> None:
        super().__init__()
        self.dims = list(dims)

    def forward(self, x: Tensor) -> Tensor:
        return torch.permute(x, self.dims)
'''.lstrip()


@dataclass(frozen=True)
class Permutation(Op):
    """A permutation of the dimensions, which keep their names."""

    role: ClassVar[str] = LAYOUT

    @abstractmethod
    def order(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the dimensions in their new order."""

    def infer(self, input: Shape) -> Shape:
        """The shape of the input, reordered. Raises `OpError` where nothing would move."""
        output = input.permuted(self.order(input.names))
        if output == input:
            raise OpError(
                f"`{self.name}` moves nothing: the input {input} is {' × '.join(input.names)}", "leave it out"
            )
        return output

    def label(self) -> str:
        """`channels last`."""
        return self.name.replace("_", " ")

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
        """`torch.permute`, or a module of the same."""
        dims = (0, *(input.names.index(name) + 1 for name in self.order(input.names)))
        return TorchCall(
            "Permute",
            (Argument("dims", dims, fixed=True),),
            function=f"torch.permute({{x}}, {list(dims)})",
            support=SUPPORT,
        )
