"""Rows made comparable: repeats cut where those of the other row end, modules opened where the other row has none."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from resnet_dsl.analysis.difference.contents import content_cuts
from resnet_dsl.analysis.difference.likeness import ALIKE, likeness
from resnet_dsl.analysis.difference.outline import Body, Item, runs_of

MOST_UNROLLED = 64
"""Items that a repeat is unrolled to at most, where the other row has them written out, or has other repeats."""


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
    """A row without residuals that have no shortcut and without repeats, where the other row has none of these.

    Repeats of which the other row has more or fewer are written out too.
    """
    kinds = {item.kind for item in other}
    unrolled = "repeat" not in kinds or _repeats(row) != _repeats(other)
    found: list[Item] = []
    for item in row:
        if item.kind == "residual" and len(item.bodies) == 1 and "residual" not in kinds:
            found += _plain(item.bodies[0], other)
        elif item.kind == "repeat" and unrolled and _size(item) <= MOST_UNROLLED:
            found += _unrolled(item)
        else:
            found.append(item)
    return tuple(found)


def _repeats(row: Body) -> int:
    return sum(item.kind == "repeat" for item in row)


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
    """Both rows, their repeats cut where that makes them equal but for what is put between.

    Where it does not, repeated members are cut where one of the same name begins or ends in the other row.
    """
    return _cut_by_contents(before, after) or (_cut(before, _cuts(after)), _cut(after, _cuts(before)))


def _cut_by_contents(before: Body, after: Body) -> tuple[Body, Body] | None:
    rows = (before, after) if _repeats(before) == _repeats(after) else (_single(before), _single(after))
    cuts = content_cuts(*rows)
    if cuts is None or _repeats(before) == _repeats(after) > 0:
        return None
    pieces = [
        [_between(item, of.get(i, set())) for i, item in enumerate(row)] for row, of in zip(rows, cuts, strict=True)
    ]
    if any(piece is None for row in pieces for piece in row):
        return None
    left, right = (tuple(item for piece in row for item in piece or ()) for row in pieces)
    return left, right


def _single(row: Body) -> Body:
    """A row whose repeats have one body each."""
    pieces = ((item,) if item.kind != "repeat" else _of_repeat(item, _starts(item)) for item in row)
    return tuple(item for piece in pieces for item in piece)


def _of_repeat(repeat: Item, runs: Iterable[tuple[int, int, Body]]) -> Body:
    found: list[Item] = []
    for _, count, body in runs:
        found += body if count == 1 else [replace(repeat, bodies=(body,), counts=(count,))]
    return tuple(found)


def _between(item: Item, cuts: set[int]) -> Body | None:
    """The pieces of a repeated item; None where it is not cut between two of its runs."""
    count = item.counts[0] if item.kind == "repeat" else item.times
    edges = sorted({0, count} | cuts)
    if len(edges) == 2:
        return (item,)
    if item.kind == "repeat":
        starts = list(_starts(item))
        return _of_repeat(item, ((start, stop - start, _runs(starts, start, stop)) for start, stop in pairwise(edges)))
    if len(item.names) != 1 or len(item.names[0].runs) != 1:
        return None
    return tuple(runs_of(item, start, stop - start) for start, stop in pairwise(edges))


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


def as_often(one: Item | None, other: Item | None) -> Iterator[tuple[Item | None, Item | None]]:
    """A pair of which one runs more often than the other, as a pair that runs as often, and the rest by itself."""
    if one is None or other is None or one.times == other.times or max(_depth(one), _depth(other)) > 1:
        yield one, other
        return
    count = min(one.times, other.times)
    (left, *more), (right, *rest) = (_divided(item, count) for item in (one, other))
    yield left, right
    yield from ((item, None) for item in more)
    yield from ((None, item) for item in rest)


def _depth(item: Item) -> int:
    """In how many repeats its names run, of the same module."""
    return len(item.names[-1].runs)


def _divided(item: Item, count: int) -> list[Item]:
    """The first runs of a repeated member, and the others."""
    if item.times == count:
        return [item]
    return [runs_of(item, 0, count), runs_of(item, count, item.times - count)]
