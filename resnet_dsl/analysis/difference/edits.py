"""Two outlines compared: every single thing that differs, with the module in which it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from resnet_dsl.analysis.difference.align import align
from resnet_dsl.analysis.difference.contents import content_score, exchanged_arms
from resnet_dsl.analysis.difference.likeness import likeness
from resnet_dsl.analysis.difference.names import Path, path_text, path_times
from resnet_dsl.analysis.difference.ops import Differs, are_the_same, arguments_that_differ
from resnet_dsl.analysis.difference.outline import Body, Item
from resnet_dsl.analysis.difference.segments import as_often, cut, opened, run_pairs

EditKind = Literal["added", "removed", "replaced", "argument", "init", "renamed", "count", "shortcut", "detail", "arms"]


@dataclass(frozen=True)
class Site:
    """A module of each network that is the same one: the paths to them, empty for the root, and the modules."""

    before: Path
    after: Path
    one: Item
    other: Item

    @property
    def text(self) -> str:
        """Where it is, by its name in the second network."""
        return path_text(self.after)

    @property
    def times(self) -> int:
        """For how many modules of the network it stands."""
        return path_times(self.after)

    @property
    def role(self) -> str:
        """What kind of module it is."""
        return self.other.module.role


@dataclass(frozen=True)
class Edit:
    """One thing that differs.

    `before` and `after` are it in either network, None where it is not there. `left` and `right` are the paths from the
    site to what it stands in (`downsample`), and `within` says whether that is a shortcut. `behind`
    is what stands before it in its row.
    """

    kind: EditKind
    site: Site
    before: Item | None = None
    after: Item | None = None
    left: Path = ()
    right: Path = ()
    within: Literal["", "shortcut"] = ""
    behind: Item | None = None
    differs: Differs | None = None

    @property
    def item(self) -> Item:
        """It in the network that has it, the second one of both."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def member(self) -> str:
        """Its path from the site, as keys have it."""
        prefix = self.right if self.after is not None else self.left
        return path_text((*prefix, *self.item.names))

    @property
    def paths(self) -> tuple[Path, Path]:
        """Its full paths in both networks; empty for what is no member, or not there."""
        before = (*self.site.before, *self.left, *self.before.names) if self.before and self.before.names else ()
        after = (*self.site.after, *self.right, *self.after.names) if self.after and self.after.names else ()
        return before, after


def find_edits(before: Item, after: Item) -> tuple[Edit, ...]:
    """All that differs between two roots; none where they mean the same."""
    place = _Place(Site((), (), before, after))
    return tuple(_bodies(before.bodies[0], after.bodies[0], place))


def paired_modules(before: Item, after: Item) -> Iterator[Site]:
    """All modules of both networks that are the same one, the deepest too, whether they differ or not."""
    yield from _sites(before.bodies[0], after.bodies[0], _Place(Site((), (), before, after)))


@dataclass(frozen=True)
class _Place:
    """Where two rows stand that are compared."""

    site: Site
    left: Path = ()
    right: Path = ()
    within: Literal["", "shortcut"] = ""

    def edit(self, kind: EditKind, before: Item | None, after: Item | None, **rest: Any) -> Edit:
        return Edit(kind, self.site, before, after, self.left, self.right, self.within, **rest)

    def inside(self, before: Item, after: Item) -> "_Place":
        """The place of what two modules hold: a shortcut belongs to the module around it."""
        if after.module.role == "shortcut" and before.module.role == "shortcut":
            return replace(self, left=(*self.left, *before.names), right=(*self.right, *after.names))
        site = Site(
            (*self.site.before, *self.left, *before.names), (*self.site.after, *self.right, *after.names), before, after
        )
        return _Place(site)


def _bodies(before: Body, after: Body, place: _Place) -> Iterator[Edit]:
    if before == after:
        return
    behind: tuple[Item | None, Item | None] = (None, None)
    for one, other in _pairs(before, after):
        yield from _pair(one, other, place, behind)
        behind = one or behind[0], other or behind[1]


def _pairs(before: Body, after: Body) -> list[tuple[Item | None, Item | None]]:
    left, right = cut(*opened(before, after))
    score = content_score(left, right) or likeness
    pairs = align(left, right, score, lambda item: f"{item.kind} {path_text(item.names)} {item.detail}")
    return [piece for pair in pairs for piece in as_often(*pair)]


def _pair(
    one: Item | None, other: Item | None, place: _Place, behind: tuple[Item | None, Item | None]
) -> Iterator[Edit]:
    if one is None:
        yield place.edit("added", None, other, behind=behind[1])
    elif other is None:
        yield place.edit("removed", one, None, behind=behind[0])
    elif one != other:
        if one.names != other.names:
            yield place.edit("renamed", one, other)
        yield from _inner(one, other, place)


def _inner(one: Item, other: Item, place: _Place) -> Iterator[Edit]:
    """What differs in two items that are the same one, but for their names."""
    match one.kind:
        case "layer":
            yield from _layer(one, other, place)
        case "module":
            yield from _bodies(one.bodies[0], other.bodies[0], place.inside(one, other))
        case "residual":
            yield from _residual(one, other, place)
        case "repeat":
            yield from _repeat(one, other, place)
        case _:
            if one.detail != other.detail:
                yield place.edit("detail", one, other)
            yield from _arms(one, other, place)


def _layer(one: Item, other: Item, place: _Place) -> Iterator[Edit]:
    before, after = one.layer, other.layer
    if before.op.name != after.op.name:
        yield place.edit("replaced", one, other)
    elif not are_the_same(before.op, after.op, before.input):
        for differs in arguments_that_differ(before.op, after.op, before.input):
            yield place.edit("argument", one, other, differs=differs)
    if before.inits != after.inits:
        yield place.edit("init", one, other)


def _residual(one: Item, other: Item, place: _Place) -> Iterator[Edit]:
    yield from _bodies(one.bodies[0], other.bodies[0], place)
    left, right = one.bodies[1:], other.bodies[1:]
    inside = replace(place, within="shortcut")
    if left and right and (left == right or _ops(left[0]) & _ops(right[0])):
        yield from _bodies(left[0], right[0], inside)
    elif left != right:
        yield place.edit("shortcut", one, other)


def _ops(body: Body) -> set[str]:
    """The names of the ops in a row."""
    return {layer.layer.op.name for item in body for layer in item.layers}


def _repeat(one: Item, other: Item, place: _Place) -> Iterator[Edit]:
    if sum(one.counts) != sum(other.counts):
        yield place.edit("count", one, other)
    for before, after in run_pairs(one, other):
        yield from _bodies(before, after, place)


def _arms(one: Item, other: Item, place: _Place) -> Iterator[Edit]:
    """What differs in the arms of a join, or in a side result; an arm is as one row, the first that it is like."""
    exchanged = exchanged_arms(one, other)
    if exchanged:
        yield place.edit("arms", one, other)
        for before, after in exchanged:
            yield from _bodies(before, after, place)
        return
    if len(one.bodies) == len(other.bodies):
        for before, after in zip(one.bodies, other.bodies, strict=True):
            yield from _bodies(before, after, place)
        return
    left, right = (tuple(Item("arm", bodies=(body,)) for body in item.bodies) for item in (one, other))
    for before_arm, after_arm in align(left, right, _likeness_of_arms, repr):
        if before_arm is not None and after_arm is not None:
            yield from _bodies(before_arm.bodies[0], after_arm.bodies[0], place)
        else:
            yield from _pair(before_arm, after_arm, place, (None, None))


def _likeness_of_arms(one: Item, other: Item) -> int:
    pairs = ((left, right) for left, right in _pairs(one.bodies[0], other.bodies[0]) if left and right)
    return sum(likeness(left, right) for left, right in pairs) or (one == other)


def _sites(before: Body, after: Body, place: _Place) -> Iterator[Site]:
    for one, other in _pairs(before, after):
        if one is None or other is None:
            continue
        if one.kind == "module":
            inner = place.inside(one, other)
            if inner.site is not place.site:
                yield inner.site
            yield from _sites(one.bodies[0], other.bodies[0], inner)
        else:
            for left, right in _rows(one, other):
                yield from _sites(left, right, place)


def _rows(one: Item, other: Item) -> Iterable[tuple[Body, Body]]:
    if one.kind == "repeat":
        return run_pairs(one, other)
    return exchanged_arms(one, other) or zip(one.bodies, other.bodies, strict=False)
