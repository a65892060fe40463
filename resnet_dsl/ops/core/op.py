"""What an op is: typed parameters, a shape rule, its costs, and the torch call, side by side in one class."""

from abc import ABC, abstractmethod
from dataclasses import MISSING, Field, dataclass, field, fields
from fractions import Fraction
from math import prod
from typing import Any, ClassVar

from resnet_dsl.ops.core.kinds import SIZE, STRIDE, Kind
from resnet_dsl.ops.core.reach import Reach
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall

CONVOLUTION, NORMALISATION, ACTIVATION = "convolution", "normalisation", "activation"
POOLING, DROPOUT, LINEAR, SHORTCUT, LAYOUT, SCALE = "pooling", "dropout", "linear", "shortcut", "layout", "scale"


class OpError(Exception):
    """An op cannot take this input or these parameters. `message` stands alone; `help` says what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def parameter(kind: Kind, default: Any = MISSING, *, named: bool = False) -> Any:
    """A parameter of an op.

    A `named` one is only ever given by name. Of the others, sizes go to the parameters of kind `SIZE`, `/n` to
    the one of kind `STRIDE`, and bare values to the rest in turn.
    """
    metadata = {"kind": kind, "named": named}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Op(ABC):
    """One operation on a tensor.

    A subclass is a frozen dataclass; its fields, made by `parameter`, are the parameters of the language. Its
    docstring states the shapes. It is found by standing in a file of `resnet_dsl/ops/`, or in a module named by
    an entry point of the group `resnet_dsl.ops`.
    """

    name: ClassVar[str]
    role: ClassVar[str]
    keeps_activation: ClassVar[bool] = False
    """Whether an activated input gives an activated output (rule O4): pooling, dropout, identity."""

    @abstractmethod
    def infer(self, input: Shape) -> Shape:
        """The shape of the output for an input of this shape. Raises `OpError`."""

    @abstractmethod
    def torch(self, input: Shape) -> TorchCall:
        """The torch call that makes this op, as data, for an input of this shape."""

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """The shapes of the learnt tensors by name, as torch registers them: `weight`, `bias`."""
        return {}

    def buffers(self, input: Shape) -> dict[str, tuple[int, ...]]:
        """The shapes of the tensors that are kept but not learnt: running statistics."""
        return {}

    def macs(self, input: Shape, output: Shape) -> int:
        """Multiply-adds of matrix products and convolutions for one sample; additions of a bias do not count."""
        return 0

    def step(self) -> tuple[Fraction, Fraction]:
        """By how much height and width shrink, by the stride alone: 2 for `/2`, 1/2 for an upsampling by 2."""
        height, width = getattr(self, "stride", (1, 1))
        return Fraction(height), Fraction(width)

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved | None:
        """What autograd keeps of one sample while training; None where nobody has said it.

        `in_place` tells that the op overwrites its input, which only activations with such an option do.
        """
        return None

    def is_view(self, input: Shape, *, training: bool) -> bool:
        """Whether the result is the memory of the input, seen otherwise, so that nothing is computed."""
        return False

    def reach(self, input: Shape) -> Reach | None:
        """Which places of the input a place of the output reads; None where nobody has said it, or it is irregular.

        The statistics of normalisations do not count.
        """
        return None

    def label(self) -> str:
        """A short text for pictures and tables, as the papers write it: `3×3, 64, /2`."""
        return self.name

    def parameter_count(self, input: Shape) -> int:
        """The number of learnt values."""
        return sum(prod(shape) for shape in self.weights(input).values())

    def arguments(self) -> dict[str, Any]:
        """The parameters and their values, in order."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def parameters_of(op: type[Op]) -> dict[str, Field[Any]]:
    """The parameters of an op by name; kinds and flags stand in their metadata."""
    return {item.name: item for item in fields(op)}


def kind_of(item: Field[Any]) -> Kind:
    """The kind of value that a parameter takes."""
    kind: Kind = item.metadata["kind"]
    return kind


def takes_size(item: Field[Any]) -> bool:
    """Whether a bare size goes to this parameter."""
    return kind_of(item) is SIZE and not item.metadata["named"]


def takes_stride(item: Field[Any]) -> bool:
    """Whether `/n` goes to this parameter."""
    return kind_of(item) is STRIDE


def takes_bare(item: Field[Any]) -> bool:
    """Whether a bare value that is no size goes to this parameter."""
    return not (item.metadata["named"] or kind_of(item) in (SIZE, STRIDE))
