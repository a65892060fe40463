"""What to mark in a picture of either network: which members were added, removed or changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from resnet_dsl.analysis.difference.edits import Edit
from resnet_dsl.analysis.difference.names import Names, Path, Progression, path_text
from resnet_dsl.analysis.difference.outline import Item

MarkKind = Literal["added", "removed", "changed", "renamed"]


@dataclass(frozen=True)
class Marks:
    """The members of one network that differ from the other, by their keys; those of runs of a repeat as one."""

    kinds: tuple[tuple[Path, MarkKind], ...]

    def kind_of(self, key: str) -> MarkKind | None:
        """What became of a member, `layer2.0.conv1`; None where it is as it was, but for what may differ inside.

        What stands in something added or removed is too.
        """
        names = key.split(".")
        kinds = {len(path): kind for path, kind in self.kinds if len(path) <= len(names) and _leads(path, names)}
        whole = (kind for kind in kinds.values() if kind in ("added", "removed"))
        return kinds.get(len(names)) or next(whole, None)

    def inside(self, key: str) -> bool:
        """Whether anything in a module differs."""
        names = key.split(".")
        return any(len(path) > len(names) and _leads(path, names) for path, _ in self.kinds)

    def within(self, key: str, count: int = 1) -> bool:
        """Whether a module, or one of the `count` that are numbered on from it, differs or has in it what does."""
        *around, last = key.split(".")
        return any(
            len(path) > len(around) and _leads(path, around) and _meets(path[len(around)], last, count)
            for path, kind in self.kinds
            if kind != "renamed"
        )

    def to_data(self) -> dict[str, str]:
        """The kinds by key; `layer1.1-2.bn1` is of two runs."""
        return {path_text(path): kind for path, kind in self.kinds}


@dataclass(frozen=True)
class BothMarks:
    """The marks of either network."""

    before: Marks
    after: Marks

    def to_data(self) -> dict[str, dict[str, str]]:
        """This as JSON values."""
        return {"before": self.before.to_data(), "after": self.after.to_data()}


def marks(edits: Iterable[Edit]) -> BothMarks:
    """The marks that edits make; a module is changed where only the other network has something in it."""
    sides: tuple[dict[Path, MarkKind], dict[Path, MarkKind]] = ({}, {})
    for edit in edits:
        before = _marked(edit, edit.before, edit.site.before, edit.left, "removed")
        after = _marked(edit, edit.after, edit.site.after, edit.right, "added")
        for side, found in zip(sides, (before, after), strict=True):
            for path, kind in found:
                if side.get(path, "renamed") == "renamed":
                    side[path] = kind
    return BothMarks(*(Marks(tuple(side.items())) for side in sides))


def _marked(
    edit: Edit, item: Item | None, site: Path, inside: Path, alone: Literal["added", "removed"]
) -> Iterator[tuple[Path, MarkKind]]:
    """The members of an item that differs: of a shortcut those on it; the module around where there are none."""
    around = (*site, *inside)
    if item is not None and edit.kind == "renamed":
        yield (*around, *item.names), "renamed"
        return
    one_sided = edit.kind in ("added", "removed", "shortcut")
    members = list(_members_of(edit, item, around)) if item is not None and (one_sided or item.names) else []
    kind: MarkKind = alone if one_sided else "changed"
    yield from ((path, kind) for path in members)
    if not members and around:
        yield around, "changed"


def _members_of(edit: Edit, item: Item, around: Path) -> Iterator[Path]:
    inner = [one for body in item.bodies[1:] for one in body] if edit.kind == "shortcut" else [item]
    return (path for one in inner for path in _members(one, around))


def _members(item: Item, around: Path) -> Iterator[Path]:
    if item.names:
        yield (*around, *item.names)
    else:
        yield from (path for body in item.bodies for one in body for path in _members(one, around))


def _leads(path: Path, names: list[str]) -> bool:
    return all(_has(one, name) for one, name in zip(path, names, strict=False))


def _has(names: Names, name: str) -> bool:
    if names.first is None:
        return names.word == name
    number = name.removeprefix(names.word)
    if not name.startswith(names.word) or not number.isdecimal():
        return False
    return any(
        (int(number) - first) % step == 0 and 0 <= (int(number) - first) // step < count
        for first, step, count in names.progressions()
    )


def _meets(names: Names, name: str, count: int) -> bool:
    """Whether some of these names are among the `count` that are numbered on from a name."""
    if names.first is None:
        return names.word == name
    number = name.removeprefix(names.word)
    if not name.startswith(names.word) or not number.isdecimal():
        return False
    low, high = int(number), int(number) + count - 1
    return any(_reaches(progression, low, high) for progression in names.progressions())


def _reaches(progression: Progression, low: int, high: int) -> bool:
    """Whether some of its numbers lie between two."""
    first, step, count = progression
    steps = max(0, -((first - low) // step))
    return steps < count and first + steps * step <= high
