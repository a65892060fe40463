"""What differs between two networks because they are in different orders."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from resnet_dsl.analysis.difference.changes import Added, Change, ChangedFlow, ChangedOrder, ChangedShortcut, Removed
from resnet_dsl.analysis.difference.edits import Edit, Site
from resnet_dsl.analysis.difference.flows import flow, shortcut_words
from resnet_dsl.analysis.difference.fold import fold
from resnet_dsl.analysis.difference.one_sided import where
from resnet_dsl.analysis.difference.outline import Body, Item
from resnet_dsl.analysis.difference.places import place_of
from resnet_dsl.analysis.difference.shown_orders import Order, order_of
from resnet_dsl.ir.nodes import Arch, Residual

AROUND = ("added", "removed", "replaced")
"""Edits by which an order shows."""


def changed_order(edits: Sequence[Edit], before: Arch, after: Arch) -> tuple[list[Change], list[Edit]]:
    """The change of the order, if there is one, and the edits that it does not explain."""
    orders = order_of(before), order_of(after)
    if not _differ(*orders):
        return _moved(edits)
    said = str(orders[0]), str(orders[1])
    explained = [edit for edit in edits if _is_part(edit, said)]
    follows = fold(change for site, group in _by_site(explained) for change in _follows(site, group))
    places = tuple(dict.fromkeys(place_of(edit.site) for edit in explained if edit.site.role == "block"))
    changes: list[Change] = [
        ChangedOrder(before=said[0], after=said[1], follows=tuple(sorted(follows, key=_rank)), places=places)
    ]
    return (changes, [edit for edit in edits if not _is_part(edit, said)]) if explained else ([], list(edits))


def _differ(before: Order | None, after: Order | None) -> bool:
    """Whether both networks are in an order, and not in the same one; other ops alone must be so everywhere."""
    if before is None or after is None or str(before) == str(after):
        return False
    return before.sizes != after.sizes or not (before.mixed or after.mixed)


def _rank(change: Change) -> tuple[int, int]:
    """First what is so in most blocks, then shortcuts, then the ends of the network."""
    kinds = (ChangedFlow, ChangedShortcut, Added, Removed)
    return kinds.index(type(change)), -sum(place.times for place in change.places)


def _moved(edits: Sequence[Edit]) -> tuple[list[Change], list[Edit]]:
    """Modules in which the same ops stand elsewhere, without an order that would say why."""
    changes: list[Change] = []
    rest: list[Edit] = []
    for site, group in _by_site(edits):
        around = [edit for edit in group if edit.kind in AROUND and edit.item.is_companion and not edit.within]
        names = [{edit.item.layer.op.name for edit in around if edit.kind == kind} for kind in ("added", "removed")]
        if site.role == "block" and names[0] & names[1]:
            changes += _flows(site)
            rest += [edit for edit in group if edit not in around]
        else:
            rest += group
    return changes, rest


def _is_part(edit: Edit, orders: tuple[str, str]) -> bool:
    """Whether an edit is of what these orders put there."""
    sides = [(item, order) for item, order in zip((edit.before, edit.after), orders, strict=True) if item is not None]
    return edit.kind in AROUND and all(
        item.is_companion and item.layer.part and item.layer.op.name in order.split() for item, order in sides
    )


def _by_site(edits: Sequence[Edit]) -> Iterator[tuple[Site, list[Edit]]]:
    groups: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits:
        place = place_of(edit.site)
        groups.setdefault((place.before, place.after), []).append(edit)
    return ((group[0].site, group) for group in groups.values())


def _follows(site: Site, edits: list[Edit]) -> Iterator[Change]:
    """What an order changes in one module, beyond what it says itself."""
    outside = [edit for edit in edits if not edit.within]
    if site.role != "block":
        yield from _ends(site, outside)
    elif any(edit.kind != "replaced" for edit in outside):
        yield from _flows(site)
    if any(edit.within and edit.kind != "replaced" for edit in edits):
        yield from _shortcuts(site)


def _flows(site: Site) -> Iterator[Change]:
    before, after = flow(site.one.bodies[0]), flow(site.other.bodies[0])
    activated = _activated(site.other) > _activated(site.one)
    yield ChangedFlow(before=before, after=after, activated=activated, places=(place_of(site),))


def _shortcuts(site: Site) -> Iterator[Change]:
    pairs = zip(_residuals(site.one.bodies[0]), _residuals(site.other.bodies[0]), strict=False)
    for one, other in pairs:
        before, after = shortcut_words(one), shortcut_words(other)
        if before != after:
            yield ChangedShortcut(before=before, after=after, places=(place_of(site),))


def _ends(site: Site, edits: list[Edit]) -> Iterator[Change]:
    """What stands more or less in a row of the network itself, neighbours as one."""
    for kind, group in groupby((edit for edit in edits if edit.kind != "replaced"), lambda edit: edit.kind):
        row = list(group)
        what = " ".join(edit.item.layer.op.name for edit in row)
        make = Added if kind == "added" else Removed
        yield make(what=what, members=tuple(edit.member for edit in row), places=(place_of(site),), **where(row[0]))


def _residuals(body: Body) -> Iterator[Item]:
    for item in body:
        if item.kind == "residual":
            yield item
        elif item.kind != "module":
            yield from (inner for row in item.bodies for inner in _residuals(row))


def _activated(module: Item) -> bool:
    return any(isinstance(item.node, Residual) and item.node.activated for item in _residuals(module.bodies[0]))
