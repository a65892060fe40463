"""Rows by their contents alone: whether one is the other with something put between, and where its repeats are cut."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from resnet_dsl.analysis.difference.outline import Body, Item

Cuts = dict[int, set[int]]
"""By the number of an item in its row, the runs before and behind which it is cut."""
Runs = list[tuple[Any, int]]
"""The contents of each item, and how many runs of them."""
EQUAL_CONTENTS = 10_000
"""More than all names that a row may have in common: names choose only among what is equal."""


def content_score(before: Body, after: Body) -> Callable[[Item, Item], int] | None:
    """How alike two items are, where one row is the other with something put between; None where it is not."""
    runs = _whole(before), _whole(after)
    if _contained(*runs) is None and _contained(*reversed(runs)) is None:
        return None
    pairs = (pair for row, of in zip((before, after), runs, strict=True) for pair in zip(row, of, strict=True))
    contents = {id(item): run for item, run in pairs}

    def score(one: Item, other: Item) -> int:
        return (EQUAL_CONTENTS + (one.names == other.names)) * (contents[id(one)] == contents[id(other)])

    return score


def content_cuts(before: Body, after: Body) -> tuple[Cuts, Cuts] | None:
    """Where items are cut so that one row is the other with something put between, if not in values then in ops."""
    for runs in ((_runs(before), _runs(after)), (_kinds(before), _kinds(after))):
        found = _contained(*runs)
        if found is not None:
            return found
        found = _contained(*reversed(runs))
        if found is not None:
            return found[1], found[0]
    return None


def _whole(row: Body) -> Runs:
    """The contents of items that are not cut."""
    return [(run, 1) for run in _runs(row)]


def _runs(row: Body) -> Runs:
    return [(_nameless(item), _count(item)) for item in row]


def _kinds(row: Body) -> Runs:
    return [((item.kind, tuple(layer.layer.op.name for layer in item.layers)), _count(item)) for item in row]


def _count(item: Item) -> int:
    return item.counts[0] if item.kind == "repeat" and len(item.counts) == 1 else item.times


def _nameless(item: Item, runs: int = 1) -> Item:
    """An item without names; what is in it keeps how often it runs in one of so many runs."""
    inner = item.counts[0] if item.kind == "repeat" and len(item.counts) == 1 else 1 if item.kind == "module" else runs
    counts = () if item.kind == "repeat" and len(item.counts) == 1 else item.counts
    bodies = tuple(tuple(_inside(one, inner) for one in body) for body in item.bodies)
    return replace(item, names=(), bodies=bodies, counts=counts)


def _inside(item: Item, runs: int) -> Item:
    inner = _nameless(item, runs)
    return replace(inner, counts=(*item.counts, item.times // runs))


def _contained(short: Runs, long: Runs) -> tuple[Cuts, Cuts] | None:
    """The cuts with which all runs of one row are found in the other, in their order and as early as may be."""
    cuts: tuple[Cuts, Cuts] = ({}, {})
    i = j = used = taken = 0
    while i < len(short):
        if j == len(long):
            return None
        equal = short[i][0] == long[j][0]
        if equal:
            both = min(short[i][1] - used, long[j][1] - taken)
            used, taken = used + both, taken + both
            cuts[0].setdefault(i, set()).add(used)
            cuts[1].setdefault(j, set()).add(taken)
        if not equal or long[j][1] == taken:
            j, taken = j + 1, 0
        if short[i][1] == used:
            i, used = i + 1, 0
    return cuts


def exchanged_arms(one: Item, other: Item) -> list[tuple[Body, Body]]:
    """The arms of two joins that have the same ones in another order, by pairs; none where that is not so."""
    if one.kind != "join" or other.kind != "join" or len(one.bodies) != len(other.bodies):
        return []
    left, right = ([_whole(body) for body in item.bodies] for item in (one, other))
    if left == right or not all(left.count(arm) == right.count(arm) == 1 for arm in left):
        return []
    return [(body, other.bodies[right.index(arm)]) for body, arm in zip(one.bodies, left, strict=True)]
