"""Which keys of `state_dict` two networks share, by name and shape; runs of repeats are counted, not run through."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from resnet_dsl.analysis.difference.edits import Edit
from resnet_dsl.analysis.difference.members import by_name
from resnet_dsl.analysis.difference.names import Names, Path, path_text, path_times
from resnet_dsl.analysis.difference.outline import Item
from resnet_dsl.analysis.difference.places import Place, in_places, listed
from resnet_dsl.analysis.tensors import own_tensors

Shape = tuple[int, ...]
Pair = tuple[Shape | None, Shape | None]
How = Literal["renamed", "reshaped", "before", "after"]


@dataclass(frozen=True)
class KeyChange:
    """Tensors of one layer, or of one in each run of a repeat, that are not the same in both networks.

    `renamed` have another key, `reshaped` another shape, the others are in one network only: the one `before`, or the
    one `after`. `layer` and `other` are the path of the layer in either network, with its block as `block`.
    """

    how: How
    layer: str
    tensors: Mapping[str, Pair] = field(hash=False)
    times: int
    block: Place
    member: str
    other: str = ""

    @property
    def count(self) -> int:
        """How many keys."""
        return len(self.tensors) * self.times

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        shapes = {name: {"before": pair[0], "after": pair[1]} for name, pair in self.tensors.items()}
        renamed = {"renamed": self.other} if self.other else {}
        return {"how": self.how, "layer": self.layer, **renamed, "times": self.times, "tensors": shapes}


@dataclass(frozen=True)
class Keys:
    """All keys of two networks: how many each has, how many are the same, and what differs."""

    before: int
    after: int
    same: int
    changes: tuple[KeyChange, ...]

    def of(self, how: How) -> tuple[KeyChange, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.how == how)

    def count(self, how: How) -> int:
        """How many keys differ in one way."""
        return sum(change.count for change in self.of(how))

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        return {
            "before": self.before,
            "after": self.after,
            "same": self.same,
            "changes": [change.to_data() for change in self.changes],
        }


def compare_keys(before: Item, after: Item, edits: Iterable[Edit]) -> Keys:
    """The keys of two roots; `edits` tell which layers are the same one under another name."""
    found = _renamed(list(_modules(before, after, _At())), _new_names(edits))
    lost = sum(change.count for change in found if change.how != "after")
    count = count_keys(before)
    return Keys(count, count_keys(after), count - lost, tuple(found))


def count_keys(item: Item) -> int:
    """The keys of one run of an item; what is no member has members with the names of all their runs."""
    own = len(own_tensors(item.layer)) if item.kind == "layer" else 0
    return own + sum(count_keys(inner) * inner.times for body in item.bodies for inner in body)


@dataclass(frozen=True)
class _At:
    """The path to a module, and how much of it leads to the nearest block around."""

    path: Path = ()
    block: int = 0

    def inside(self, names: Names, item: Item | None = None) -> "_At":
        path = (*self.path, names)
        is_block = item is not None and item.kind == "module" and item.module.role == "block"
        return _At(path, len(path) if is_block else self.block)

    def change(self, how: How, tensors: Mapping[str, Pair]) -> "KeyChange":
        around = self.path[: self.block]
        block = Place(path_text(around), path_text(around), path_times(around), "block" if around else "arch")
        member = path_text(self.path[self.block :])
        return KeyChange(how, path_text(self.path), tensors, path_times(self.path), block, member)


def _modules(before: Item, after: Item, at: _At) -> Iterator[KeyChange]:
    for named in by_name(before.bodies[0], after.bodies[0]):
        one, other = named.before, named.after
        if one and other and one.kind == other.kind == "module":
            yield from _modules(one, other, at.inside(named.names, other))
        elif one and other and one.kind == other.kind == "layer":
            yield from _layers(one, other, at.inside(named.names))
        else:
            yield from _alone(one, at.inside(named.names, one), "before")
            yield from _alone(other, at.inside(named.names, other), "after")


def _layers(one: Item, other: Item, at: _At) -> Iterator[KeyChange]:
    before, after = own_tensors(one.layer), own_tensors(other.layer)
    pairs: dict[str, Pair] = {name: (before.get(name), after.get(name)) for name in {**before, **after}}
    differing: dict[How, dict[str, Pair]] = {"before": {}, "after": {}, "reshaped": {}}
    for name, pair in pairs.items():
        how: How = "after" if pair[0] is None else "before" if pair[1] is None else "reshaped"
        if pair[0] != pair[1]:
            differing[how][name] = pair
    yield from (at.change(how, tensors) for how, tensors in differing.items() if tensors)


def _alone(item: Item | None, at: _At, how: Literal["before", "after"]) -> Iterator[KeyChange]:
    if item is None:
        return
    if item.kind == "layer":
        tensors: dict[str, Pair] = {
            name: (shape, None) if how == "before" else (None, shape) for name, shape in own_tensors(item.layer).items()
        }
        yield from [at.change(how, tensors)] if tensors else []
        return
    for named in by_name(item.bodies[0], ()):
        yield from _alone(named.before, at.inside(named.names, named.before), how)


def _new_names(edits: Iterable[Edit]) -> dict[str, str]:
    """By the path of a module or layer in the first network, the one in the second, where that is another."""
    paths = (edit.paths for edit in edits if edit.kind == "renamed")
    return {path_text(before): path_text(after) for before, after in paths if path_times(before) == path_times(after)}


def _renamed(found: list[KeyChange], names: Mapping[str, str]) -> list[KeyChange]:
    """Tensors of the first network only and of the second one only, that are of one layer, as renamed."""
    new = {change.layer: change for change in found if change.how == "after"}
    rest: list[KeyChange] = []
    renamed: list[KeyChange] = []
    for change in found:
        other = new.get(_new_name(change.layer, names)) if change.how == "before" else None
        common = _common(change, other) if other else {}
        if other and common:
            renamed.append(replace(change, how="renamed", other=other.layer, tensors=common))
            new[other.layer] = _without(other, common)
            change = _without(change, common)
        rest.append(change)
    rest = [new.get(change.layer, change) if change.how == "after" else change for change in rest]
    return [*renamed, *(change for change in rest if change.tensors)]


def _common(before: KeyChange, after: KeyChange) -> dict[str, Pair]:
    """The tensors of both that have one shape."""
    if before.times != after.times:
        return {}
    pairs = {name: (pair[0], after.tensors[name][1]) for name, pair in before.tensors.items() if name in after.tensors}
    return {name: pair for name, pair in pairs.items() if pair[0] == pair[1]}


def _without(change: KeyChange, tensors: Mapping[str, Pair]) -> KeyChange:
    return replace(change, tensors={name: pair for name, pair in change.tensors.items() if name not in tensors})


def _new_name(layer: str, names: Mapping[str, str]) -> str:
    """The path of a layer where the nearest module around it that is called otherwise has its new name."""
    parts = layer.split(".")
    for end in range(len(parts), 0, -1):
        front = ".".join(parts[:end])
        if front in names:
            return ".".join([names[front], *parts[end:]])
    return layer


def key_words(changes: Sequence[KeyChange], blocks: Sequence[Place]) -> list[str]:
    """Changes of keys in a few words: the layers or tensors, and the blocks that they are in."""
    renamed = dict.fromkeys(_new_name_words(change) for change in changes if change.how == "renamed")
    places: dict[tuple[str, bool], list[Place]] = {}
    for change in changes:
        if change.how != "renamed":
            places.setdefault((_words(change), bool(change.block.text)), []).append(change.block)
    members: dict[tuple[Place, ...], list[str]] = {}
    for (member, _), of in places.items():
        members.setdefault(tuple(dict.fromkeys(of)), []).append(member)
    said = [" ".join(filter(None, [listed(of), in_places(at, blocks)])) for at, of in members.items()]
    return [*([listed(list(renamed))] if renamed else []), *said]


def _new_name_words(change: KeyChange) -> str:
    """The old and the new path, without the end that both have."""
    left, right = change.layer.split("."), change.other.split(".")
    while len(left) > 1 and len(right) > 1 and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return f"{'.'.join(left)} → {'.'.join(right)}"


def _words(change: KeyChange) -> str:
    """The layer in its block, and its tensor where it is one that differs."""
    return ".".join(filter(None, [change.member, *change.tensors])) if len(change.tensors) == 1 else change.member
