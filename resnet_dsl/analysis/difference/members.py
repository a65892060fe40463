"""The members of two modules by their names, the runs of repeats as intervals: nothing is run through."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import lcm

from resnet_dsl.analysis.difference.names import Names
from resnet_dsl.analysis.difference.outline import Body, Item


@dataclass(frozen=True)
class Named:
    """Names that stand for one member in each module, or in one of them only."""

    names: Names
    before: Item | None
    after: Item | None


@dataclass(frozen=True)
class _Stretch:
    """Members of one word whose numbers are `step` apart, from `first` to before `end`."""

    first: int
    end: int
    step: int
    item: Item


def by_name(before: Body, after: Body) -> Iterator[Named]:
    """All names of members in the rows of two modules, those of several runs together where they are in both alike."""
    left, right = _by_word(before), _by_word(after)
    for word in {**left, **right}:
        yield from _of_word(word, left.get(word, []), right.get(word, []))


def _by_word(body: Body) -> dict[str, list[_Stretch]]:
    found: dict[str, list[_Stretch]] = defaultdict(list)
    for item in body:
        if item.names:
            (names,) = item.names
            word = names.word if names.first is not None else f"{names.word}\0"
            for first, step, count in names.progressions():
                found[word].append(_Stretch(first, first + step * count, step, item))
        else:
            for row in item.bodies:
                for word, stretches in _by_word(row).items():
                    found[word] += stretches
    return found


def _of_word(word: str, left: list[_Stretch], right: list[_Stretch]) -> Iterator[Named]:
    step = lcm(*(one.step for one in (*left, *right) if one.end - one.first > one.step))
    rows = _by_rest(left, step), _by_rest(right, step)
    for rest in sorted({*rows[0], *rows[1]}):
        pair = rows[0].get(rest, []), rows[1].get(rest, [])
        edges = sorted({edge for row in pair for one in row for edge in (one.first, one.end)})
        pieces = [dict(piece for one in row for piece in _pieces(one, edges)) for row in pair]
        for start, end in pairwise(edges):
            found = pieces[0].get(start), pieces[1].get(start)
            if found != (None, None):
                yield Named(_names(word, start, step, (end - start) // step), *found)


def _by_rest(row: list[_Stretch], step: int) -> dict[int, list[_Stretch]]:
    """Stretches of one step, by what is left when their numbers are divided by it."""
    found: dict[int, list[_Stretch]] = defaultdict(list)
    for one in row:
        for first in range(one.first, min(one.end, one.first + step), one.step):
            count = -(-(one.end - first) // step)
            found[first % step].append(_Stretch(first, first + count * step, step, one.item))
    return found


def _pieces(one: _Stretch, edges: list[int]) -> Iterator[tuple[int, Item]]:
    at = bisect_left(edges, one.first)
    while edges[at] < one.end:
        yield edges[at], one.item
        at += 1


def _names(word: str, first: int, step: int, count: int) -> Names:
    return Names(word[:-1]) if word.endswith("\0") else Names(word, first).repeated(step, count)
