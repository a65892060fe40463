"""Equal changes at several places as one, and alike ones with them."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from resnet_dsl.analysis.difference.changes import (
    Change,
    ChangedArgument,
    ChangedCount,
    OfMembers,
    OneSided,
)
from resnet_dsl.analysis.difference.places import Place

SCATTERED = 3
"""From how many different sets of members the same statement is made of layers, wherever they are."""


def fold(changes: Iterable[Change]) -> tuple[Change, ...]:
    """As few changes as say the same."""
    found = list(changes)
    for step in (_equal, _neighbours, _in_one_ratio, _scattered, _counted):
        found = step(found)
    return tuple(found)


def _grouped(changes: Sequence[Change], key: Callable[[Change], Hashable]) -> list[list[Change]]:
    """Changes of equal keys together, where the first of them stands; those of the key None each by itself."""
    groups: dict[Any, list[Change]] = {}
    for i, change in enumerate(changes):
        of = key(change)
        groups.setdefault((i,) if of is None else of, []).append(change)
    return list(groups.values())


def _places(changes: Iterable[Change]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for change in changes for place in change.places))


def _equal(changes: Sequence[Change]) -> list[Change]:
    groups = _grouped(changes, lambda one: None if isinstance(one, ChangedCount) else replace(one, places=()))
    return [replace(group[0], places=_places(group)) for group in groups]


def _neighbours(changes: Sequence[Change]) -> list[Change]:
    """What is said of several members at the same places."""

    def key(change: Change) -> Hashable:
        return replace(change, members=()) if isinstance(change, OfMembers) else None

    return [_with_all_members(group) for group in _grouped(changes, key)]


def _with_all_members(group: Sequence[Change]) -> Change:
    of_members = [change for change in group if isinstance(change, OfMembers)]
    if len(of_members) < 2:
        return group[0]
    members = dict.fromkeys(member for change in of_members for member in change.members)
    return replace(of_members[0], members=tuple(members))


def _in_one_ratio(changes: Sequence[Change]) -> list[Change]:
    """What grows or shrinks by the same factor."""

    def key(change: Change) -> Hashable:
        if not isinstance(change, ChangedArgument) or change.ratio is None:
            return None
        return change.op, change.members, change.argument, change.ratio

    return [_with_all_values(group) for group in _grouped(changes, key)]


def _with_all_values(group: Sequence[Change]) -> Change:
    arguments = [change for change in group if isinstance(change, ChangedArgument)]
    if len(arguments) < 2:
        return group[0]
    values = tuple(value for change in arguments for value in change.values)
    spread = tuple(len(change.places) for change in arguments)
    return replace(arguments[0], values=values, spread=spread, places=sum((one.places for one in arguments), ()))


def _scattered(changes: Sequence[Change]) -> list[Change]:
    """What is said of many layers that have nothing in common but the op."""

    def key(change: Change) -> Hashable:
        return _anywhere(change) if isinstance(change, OfMembers) else None

    return [one for group in _grouped(changes, key) for one in _as_layers(group)]


def _anywhere(change: OfMembers) -> OfMembers:
    if isinstance(change, OneSided):
        return replace(change, members=(), places=(), behind="", ahead="")
    return replace(change, members=(), places=())


def _as_layers(group: list[Change]) -> list[Change]:
    of_members = [change for change in group if isinstance(change, OfMembers)]
    if len(of_members) < SCATTERED:
        return group
    places = tuple(
        Place(_under(place.before, member), _under(place.after, member), place.times, "layer")
        for change in of_members
        for place in change.places
        for member in change.members
    )
    return [replace(_anywhere(of_members[0]), places=places)]


def _under(place: str, member: str) -> str:
    return f"{place}.{member}" if place else member


def _counted(changes: Sequence[Change]) -> list[Change]:
    """Rows that are longer or shorter, as one statement with all of them."""
    groups = _grouped(changes, lambda change: (change.what,) if isinstance(change, ChangedCount) else None)
    return [_with_all_counts(group) if len(group) > 1 else group[0] for group in groups]


def _with_all_counts(group: list[Change]) -> Change:
    of_counts = [change for change in group if isinstance(change, ChangedCount)]
    counts = tuple(pair for one in of_counts for pair in one.counts)
    return replace(of_counts[0], places=tuple(place for one in of_counts for place in one.places), counts=counts)
