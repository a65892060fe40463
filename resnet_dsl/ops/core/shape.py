"""Shapes: lists of named dimensions, without the batch."""

from dataclasses import dataclass, replace
from math import prod

NAMES_BY_RANK = {1: ("channels",), 2: ("channels", "length"), 3: ("channels", "height", "width")}


@dataclass(frozen=True)
class Shape:
    """The shape of one sample, e.g. `channels 64, height 56, width 56`.

    Dimensions keep their names through permutations, so that `channels` is found wherever it stands.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, *sizes: int) -> "Shape":
        """The shape with the usual names for its rank: channels first, then height and width."""
        return cls(NAMES_BY_RANK[len(sizes)], sizes)

    def __str__(self) -> str:
        return "x".join(map(str, self.sizes))

    @property
    def channels(self) -> int:
        """The number of channels (or features), wherever that dimension stands."""
        return self["channels"]

    @property
    def axis(self) -> int:
        """The axis of the channels in a batched tensor: 1 where they come first."""
        return self.names.index("channels") + 1

    @property
    def elements(self) -> int:
        """The number of values in one sample."""
        return prod(self.sizes)

    @property
    def is_image(self) -> bool:
        """Whether this is channels, height, width, in that order."""
        return self.names == ("channels", "height", "width")

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> int:
        return self.sizes[self.names.index(name)]

    def with_sizes(self, **sizes: int) -> "Shape":
        """This shape with some dimensions resized."""
        pairs = zip(self.names, self.sizes, strict=True)
        return replace(self, sizes=tuple(sizes.get(name, size) for name, size in pairs))

    def permuted(self, names: tuple[str, ...]) -> "Shape":
        """This shape with its dimensions in the order of `names`."""
        return Shape(names, tuple(self[name] for name in names))
