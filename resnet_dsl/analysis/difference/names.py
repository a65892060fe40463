"""What members are called over all runs of the repeats that they stand in, without running through them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import prod

NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]*)")
Progression = tuple[int, int, int]
"""Numbers in equal steps: the first, the step, how many."""


@dataclass(frozen=True)
class Names:
    """The names of one member: `conv1`, or of all its runs: `conv1` to `conv4`.

    A name is `word` and a number. `runs` has a pair of step and count for each repeat around it, the innermost first.
    """

    word: str
    first: int | None = None
    runs: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, name: str) -> "Names":
        """One name: a word, and the number that it ends with."""
        match = NUMBERED.fullmatch(name)
        return cls(match[1], int(match[2])) if match else cls(name)

    @property
    def times(self) -> int:
        """How many names these are."""
        return prod(count for _, count in self.runs)

    @property
    def start(self) -> str:
        """The name in the first run."""
        return self.word if self.first is None else f"{self.word}{self.first}"

    def counted_by(self, word: str) -> "Names":
        """One name, with that word in front of its number: `relu6` and 1, where `of` sees `relu` and 61."""
        number = self.start.removeprefix(word)
        return Names(word, int(number)) if word and number != self.start and number.isdecimal() else self

    def repeated(self, step: int, count: int) -> "Names":
        """These over `count` runs, whose numbers are `step` apart."""
        return self if count == 1 else replace(self, runs=(*self.runs, (step, count)))

    def part(self, start: int, count: int) -> "Names":
        """Those of `count` runs of the outermost repeat, from run `start`."""
        step, _ = self.runs[-1]
        first = None if self.first is None else self.first + start * step
        names = Names(self.word, first, self.runs[:-1]).repeated(step, count)
        return names if names.runs else Names.of(names.start)

    def progressions(self) -> list[Progression]:
        """All numbers, as few progressions; a name without a number counts as 0."""
        found: list[Progression] = [(self.first or 0, 1, 1)]
        for step, count in self.runs:
            found = [longer for one in found for longer in _repeated(one, step, count)]
        return found

    def __str__(self) -> str:
        if not self.runs:
            return self.start
        ((first, step, count), *others) = self.progressions()
        if others or step != 1:
            return f"{self.start}…"
        return f"{self.start}-{first + count - 1}"


def _repeated(one: Progression, step: int, count: int) -> list[Progression]:
    first, inner, inside = one
    if inside == 1:
        return [(first, step, count)]
    if inner * inside == step:
        return [(first, inner, inside * count)]
    if inside <= count:
        return [(first + i * inner, step, count) for i in range(inside)]
    return [(first + i * step, inner, inside) for i in range(count)]


Path = tuple[Names, ...]
"""The names of modules from the outside in."""


def path_text(path: Iterable[Names]) -> str:
    """A path as keys have it: `layer1.1-2.conv1`."""
    return ".".join(map(str, path))


def path_times(path: Iterable[Names]) -> int:
    """How many members a path leads to."""
    return prod(names.times for names in path)
