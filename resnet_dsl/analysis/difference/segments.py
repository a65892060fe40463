"""Rows made comparable: repeats cut where those of the other row end, modules opened where the other row has none."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from resnet_dsl.analysis.difference.likeness import ALIKE, likeness
from resnet_dsl.analysis.difference.outline import Body, Item, runs_of

MOST_UNROLLED = 64
"""Items that a repeat is unrolled to at most, where the other row has them written out."""


def opened(before: Body, after: Body) -> tuple[Body, Body]:
    """Both rows, without what groups members on one side only."""
    while True:
        left, right = _without_modules(before, after), _without_modules(after, before)
        if (left, right) == (before, after):
            return _plain(left, right), _plain(right, left)
        before, after = left, right


def _without_modules(row: Body, other: Body) -> Body:
    """A row in which the members of modules that only group stand for these."""
    found: list[Item] = []
    for item in row:
        if item.kind == "module" and item.times == 1 and _only_groups(item, other):
            found += (_renamed(inner, item) for inner in item.bodies[0])
        else:
            found.append(item)
    return tuple(found)


def _only_groups(module: Item, other: Body) -> bool:
    """Whether a row has what is in a module without such a module, or a layer of its name."""
    modules = [item for item in other if item.kind == "module"]
    if any(item.names == module.names for item in modules):
        return False
    if any(item.names == module.names for item in other if item.kind == "layer"):
        return True
    if module.module.role not in ("brace", "shortcut") or any(likeness(module, item) for item in modules):
        return False
    there = sum((item.content for item in other), Counter[str]())
    return (module.content & there).total() > ALIKE * module.content.total()


def _renamed(item: Item, around: Item) -> Item:
    if item.names:
        return replace(item, names=(*around.names, *item.names))
    return replace(item, bodies=tuple(tuple(_renamed(inner, around) for inner in body) for body in item.bodies))


def _plain(row: Body, other: Body) -> Body:
    """A row without residuals that have no shortcut and without repeats, where the other row has none of these."""
    kinds = {item.kind for item in other}
    found: list[Item] = []
    for item in row:
        if item.kind == "residual" and len(item.bodies) == 1 and "residual" not in kinds:
            found += _plain(item.bodies[0], other)
        elif item.kind == "repeat" and "repeat" not in kinds and _size(item) <= MOST_UNROLLED:
            found += _unrolled(item)
        else:
            found.append(item)
    return tuple(found)


def _size(repeat: Item) -> int:
    return sum(len(body) * count for body, count in zip(repeat.bodies, repeat.counts, strict=True))


def _unrolled(repeat: Item) -> Iterator[Item]:
    for body, count in zip(repeat.bodies, repeat.counts, strict=True):
        for i in range(count):
            yield from (item if count == 1 else runs_of(item, i, 1) for item in body)


def run_pairs(one: Item, other: Item) -> Iterator[tuple[Body, Body]]:
    """The runs of two repeats that are the same ones, as many at once as are alike on both sides."""
    left, right = list(_starts(one)), list(_starts(other))
    end = min(sum(one.counts), sum(other.counts))
    cuts = sorted({start for start, _, _ in (*left, *right) if start < end} | {end})
    for start, stop in pairwise(cuts):
        yield _runs(left, start, stop), _runs(right, start, stop)


def _starts(repeat: Item) -> Iterator[tuple[int, int, Body]]:
    start = 0
    for body, count in zip(repeat.bodies, repeat.counts, strict=True):
        yield start, count, body
        start += count


def _runs(segments: list[tuple[int, int, Body]], start: int, stop: int) -> Body:
    first, count, body = next(one for one in segments if one[0] <= start < one[0] + one[1])
    if count == stop - start:
        return body
    return tuple(runs_of(item, start - first, stop - start) for item in body)


def cut(before: Body, after: Body) -> tuple[Body, Body]:
    """Both rows, their repeated members cut where one of the same name begins or ends in the other row."""
    return _cut(before, _cuts(after)), _cut(after, _cuts(before))


def _cuts(row: Body) -> dict[str, set[int]]:
    """By the word of a name, the numbers at which members begin, and those behind their last runs."""
    found: dict[str, set[int]] = defaultdict(set)
    for item in row:
        if item.names and len(item.names) == 1 and item.names[0].first is not None:
            (names,) = item.names
            assert names.first is not None
            step, count = names.runs[-1] if names.runs else (1, 1)
            found[names.word] |= {names.first, names.first + step * count}
    return found


def _cut(row: Body, cuts: dict[str, set[int]]) -> Body:
    return tuple(piece for item in row for piece in _pieces(item, cuts))


def _pieces(item: Item, cuts: dict[str, set[int]]) -> Iterator[Item]:
    if item.times == 1 or len(item.names) != 1 or item.names[0].first is None:
        yield item
        return
    (names,) = item.names
    step, count = names.runs[-1]
    numbers = (number - (names.first or 0) for number in cuts.get(names.word, ()))
    inner = {number // step for number in numbers if step and number % step == 0 and 0 < number // step < count}
    edges = sorted({0, count} | inner)
    for start, stop in pairwise(edges):
        yield item if stop - start == count else runs_of(item, start, stop - start)
