"""What members are called over all runs of the repeats that they stand in, without running through them."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from math import prod

NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]*)")
Runs = tuple[tuple[int, int], ...]
"""A pair of step and count for each repeat, the innermost first."""
MOST_RUNS = 4
DEEP = 2
Progression = tuple[int, int, int]
"""Numbers in equal steps: the first, the step, how many."""


@dataclass(frozen=True)
class Names:
    """The names of one member: `conv1`, or of all its runs: `conv1` to `conv4`.

    A name is `word` and a number. `runs` has a pair of step and count for each repeat around it, the innermost first.
    """

    word: str
    first: int | None = None
    runs: Runs = ()

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

    @property
    def key(self) -> Hashable:
        """The same for names that are the same, however they were made; never to be shown."""
        return (self.word, *sorted(self.progressions())) if self.runs else self.start

    @property
    def last(self) -> "Names":
        """The name in the last run."""
        ends = [first + step * (count - 1) for first, step, count in self.progressions()]
        return Names.of(self.start if self.first is None else f"{self.word}{max(ends)}")

    def __str__(self) -> str:
        """As a shell writes several names: `conv1-4`, `conv{1,3,5}`, `conv{1,3,…,19}`, `conv{1-2,4-5}`."""
        if not self.runs:
            return self.start
        ((first, step, count), *others) = self.progressions()
        if others or step != 1:
            runs = self.runs if others else ((step, count),)
            return f"{self.word}{{{_shown(first, runs)}}}"
        return f"{self.start}-{first + count - 1}"


def _shown(first: int, runs: Runs) -> str:
    """Numbers in the order in which they run: of many runs the first two and the last, of deep ones the first alone."""
    if not runs:
        return str(first)
    *inner, (step, count) = runs
    if step == 1 and not inner:
        return f"{first}-{first + count - 1}"
    most, ahead = (MOST_RUNS, 2) if len(inner) < DEEP else (2, 1)
    shown = range(count) if count <= most else (*range(ahead), None, count - 1)
    return ",".join("…" if run is None else _shown(first + run * step, tuple(inner)) for run in shown)


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


def path_key(path: Iterable[Names]) -> Hashable:
    """The same for paths that are the same, and for no others."""
    return tuple(names.key for names in path)


def path_times(path: Iterable[Names]) -> int:
    """How many members a path leads to."""
    return prod(names.times for names in path)
