"""Drafts of one skeleton become one class, whose constructor takes what differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Any

from resnet_dsl.lowering.draft import (
    Begin,
    Build,
    Chain,
    Choice,
    Construct,
    Draft,
    Loop,
    Member,
    New,
    Path,
    Slot,
    skeleton,
)
from resnet_dsl.lowering.explain import ABSENT, Column, Explainer, Parameter
from resnet_dsl.ops.core.kinds import Size, is_number
from resnet_dsl.ops.core.torch_call import plain

SHADOWING = {"self", "x", "index", "torch", "nn", "F", "in_channels", "range", "super", "getattr", "layer", "i", "_"}
SHADOWING |= {"OrderedDict", "learnt_scale"}


@dataclass(eq=False)
class Group:
    """A class: its instances, and once it is solved, its parameters and what stands in each open place."""

    drafts: list[Draft]
    name: str = ""
    parameters: list[Parameter] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)
    conditions: dict[str, str] = field(default_factory=dict)
    """By shortcut: when it is more than an identity; nothing for one that always is."""

    @property
    def first(self) -> Draft:
        """An instance to read the structure from; numbers are not to be read from it."""
        return self.drafts[0]

    def members(self) -> list[Member]:
        """The members, with the shortcuts that some instance has; those that none has are left out."""
        columns = zip(*(draft.members for draft in self.drafts), strict=True)
        chosen = (next((one for one in column if not _is_empty(one.build)), column[0]) for column in columns)
        return [member for member in chosen if not _is_empty(member.build)]

    def supports(self) -> list[str]:
        """The classes of ours that an instance needs, those of shortcuts that only some have included."""
        return list(dict.fromkeys(support for draft in self.drafts for support in draft.supports))

    def begins(self) -> list[Begin]:
        """How the tensors of an instance begin, those of shortcuts that only some have included."""
        return list(dict.fromkeys(begin for draft in self.drafts for begin in draft.begins))

    def arguments(self, draft: Draft) -> list[tuple[Parameter, Any]]:
        """The parameters, each with its value in an instance."""
        i = next(i for i, other in enumerate(self.drafts) if other is draft)
        return [(item, item.column[i]) for item in self.parameters]


Groups = dict[int, Group]
"""The group of each draft, by the draft's identity."""


def _is_empty(build: Build) -> bool:
    return isinstance(build, Choice) and build.build is None


def group(drafts: Iterable[Draft]) -> tuple[list[Group], Groups]:
    """The classes for drafts that come innermost first, in that order; and the group of each draft."""
    groups: list[Group] = []
    by_key: dict[object, list[Group]] = {}
    of: Groups = {}
    for draft in drafts:
        matching = by_key.setdefault(_key(draft, of), [])
        found = next((other for other in matching if _choices_agree(other, draft, of)), None)
        if found is None:
            found = Group([])
            matching.append(found)
            groups.append(found)
        found.drafts.append(draft)
        of[id(draft)] = found
    return groups, of


def _key(draft: Draft, of: Groups) -> object:
    identities: dict[int, object] = dict(of)
    chosen = tuple(f"{member.name}[" for member in draft.members if isinstance(member.build, Choice))
    return (
        draft.title if draft.module.role in ("block", "arch") else "",
        draft.arguments,
        tuple((member.name, skeleton(member.build, identities)) for member in draft.members),
        draft.forward,
        tuple(begin for begin in draft.begins if not begin.path.startswith(chosen)),
        draft.needs_index,
    )


def _choices_agree(one: Group, draft: Draft, of: Groups) -> bool:
    """Whether the shortcuts of a draft, where it has them, are like those that the group has."""
    identities: dict[int, object] = dict(of)
    for i, member in enumerate(draft.members):
        if not isinstance(member.build, Choice) or member.build.build is None:
            continue
        theirs = [other for other in one.drafts if not _is_empty(other.members[i].build)]
        if theirs:
            build = theirs[0].members[i].build
            assert isinstance(build, Choice)
            if skeleton(build.build, identities) != skeleton(member.build.build, identities):
                return False
            if _begins_at(theirs[0], member.name) != _begins_at(draft, member.name):
                return False
    return True


def _begins_at(draft: Draft, name: str) -> list[Begin]:
    return [begin for begin in draft.begins if begin.path.startswith(f"{name}[")]


def solve(one: Group, of: Groups) -> None:
    """Find the parameters of a class, and the text of each open place. Classes inside must be solved before."""
    tables = [dict(_places(draft, of)) for draft in one.drafts]
    paths = sorted({path for table in tables for path in table})
    explainer = _explainer(one.drafts, {other.name for other in of.values()})
    for path in paths:
        slot = next(table[path] for table in tables if path in table)
        column = tuple(table[path].value if path in table else ABSENT for table in tables)
        one.texts[path] = explainer.explain(slot.name, column)
    for i, member in enumerate(one.first.members):
        if isinstance(member.build, Choice):
            _solve_choice(one, i, member.name, tables, explainer)
    one.parameters = _in_order(explainer)


def _solve_choice(one: Group, i: int, name: str, tables: list[dict[Path, Slot]], explainer: Explainer) -> None:
    flags = tuple(not _is_empty(draft.members[i].build) for draft in one.drafts)
    if all(flags) or not any(flags):
        return
    column: Column = tuple(table[(i, 0)].value for table in tables)
    one.conditions[name] = explainer.condition(flags, (one.texts[(i, 0)], column))


def _places(draft: Draft, of: Groups) -> Iterator[tuple[Path, Slot]]:
    for i, member in enumerate(draft.members):
        yield from places(member.build, (i,), of)


def places(build: Build | None, path: Path, of: Groups) -> Iterator[tuple[Path, Slot]]:
    """The open numbers of a build and where they stand: its own, and the arguments of instances in it."""
    match build:
        case Slot():
            yield path, build
        case Construct():
            for i, part in enumerate((*build.positional, *(item for _, item in build.options))):
                yield from places(part, (*path, i), of)
        case New():
            for i, (parameter, value) in enumerate(of[id(build.draft)].arguments(build.draft)):
                yield (*path, i), Slot(parameter.name, value, parameter.default)
        case Chain():
            for i, (_, item) in enumerate(build.items):
                yield from places(item, (*path, i), of)
        case Loop():
            yield (*path, 0), build.count
            for i, item in enumerate(build.run):
                yield from places(item, (*path, i + 1), of)
        case Choice():
            yield (*path, 0), build.channels
            yield from places(build.build, (*path, 1), of)


def _explainer(drafts: list[Draft], classes: set[str]) -> Explainer:
    modules = [draft.module for draft in drafts]
    known: dict[str, Column] = {}
    if all("channels" in module.input for module in modules):
        known["in_channels"] = tuple(module.input.channels for module in modules)
    defaults = {}
    for i, binding in enumerate(modules[0].parameters):
        column = tuple(_number(module.parameters[i].value) for module in modules)
        if None not in column:
            name = _safe(binding.name, classes)
            known[name] = column
            defaults[name] = _number(binding.default)
    names = [{item.name: _number(item.value) for item in module.locals} for module in modules]
    shared = [name for name in names[0] if all(other.get(name) is not None for other in names)]
    local = {_safe(name, classes): tuple(other[name] for other in names) for name in shared}
    return Explainer(known, defaults, {name: column for name, column in local.items() if name not in known})


def _number(value: Any) -> Any:
    """A value that a constructor can take, as people write it; None for any other."""
    if isinstance(value, Size):
        return plain(value)
    if isinstance(value, tuple):
        members = tuple(map(_number, value))
        return None if None in members or not members else members
    return value if isinstance(value, bool) or is_number(value) else None


def _safe(name: str, classes: set[str]) -> str:
    if name.startswith("__"):
        return f"value{name}"
    return f"{name}_" if name in SHADOWING or name in classes or iskeyword(name) else name


def _in_order(explainer: Explainer) -> list[Parameter]:
    """Input channels first, then the block's own in their order, then the rest; those with defaults behind."""
    order = list(explainer.known)
    used = sorted(explainer.used, key=lambda item: order.index(item.name))
    return sorted(used, key=lambda item: item.default is not None)
