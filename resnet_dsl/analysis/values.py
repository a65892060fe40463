"""The values of a forward pass: whose memory each is, and what autograd keeps of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from resnet_dsl.analysis.positions import Position
from resnet_dsl.ops.core.shape import Shape


@dataclass(eq=False)
class Storage:
    """The memory of a value, that of all values which are views of it too.

    `maker` is the position of what computes it; None is the input of the network. There are `times` of it, one for each
    run of the repeats around its maker. `kept` says that autograd keeps it, `kept_in_training` that only a part does
    that runs in training alone, `doubtful` that an op has it which does not say.
    """

    maker: Position | None
    elements: int
    times: int = 1
    kept: bool = False
    kept_in_training: bool = False
    doubtful: bool = False

    def keep(self, *, training_only: bool) -> None:
        """Let autograd keep it."""
        if training_only:
            self.kept_in_training = True
        else:
            self.kept = True

    def take(self, other: Storage) -> None:
        """Be kept as another is."""
        self.kept |= other.kept
        self.kept_in_training |= other.kept_in_training
        self.doubtful |= other.doubtful


@dataclass(frozen=True)
class Value:
    """A value: its memory, its shape, and whether a gradient flows to it."""

    storage: Storage
    shape: Shape
    needs_gradient: bool


Labels = dict[str, Value]


@dataclass
class Storages:
    """All that was made; `times` is how often what is made now is made."""

    all: list[Storage] = field(default_factory=list)
    times: int = 1

    def make(self, maker: Position, elements: int) -> Storage:
        """The memory of a new value."""
        self.all.append(Storage(maker, elements, self.times))
        return self.all[-1]

    def again(self, storage: Storage, times: int) -> Storage:
        """As many more of a storage, kept as it is now."""
        self.all.append(replace(storage, times=times))
        return self.all[-1]


def common_shape(shapes: Iterable[Shape]) -> Shape:
    """The shape of a sum or product: along each dimension the largest."""
    first, *others = shapes
    for other in others:
        first = replace(first, sizes=tuple(map(max, first.sizes, other.sizes)))
    return first
