"""The draft of a class: its members and forward method, with the numbers that may differ between instances left open.

Two blocks that differ in numbers only have equal skeletons and become one class, whose constructor takes the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from resnet_dsl.ir.nodes import Init, Module
from resnet_dsl.lowering.python import Python
from resnet_dsl.ops.core.deferred import Deferred

Path = tuple[int, ...]


@dataclass(frozen=True)
class Slot:
    """A number in a constructor; equal to `default` it need not be written."""

    name: str
    value: Any
    default: Any = None


@dataclass(frozen=True)
class Fixed:
    """A part of the structure, as Python text."""

    text: str


@dataclass(frozen=True)
class ByPosition:
    """A number that depends on the position of a residual, itself counted from the first one of the class."""

    value: Deferred
    residual: int


@dataclass(frozen=True)
class Construct:
    """A call of a torch class, or of one that is printed with the file."""

    callee: str
    positional: tuple[Build, ...] = ()
    options: tuple[tuple[str, Build], ...] = ()


@dataclass(frozen=True)
class New:
    """An instance of a class that has a draft of its own; `index` is the first residual in it, counted from ours."""

    draft: Draft
    index: int = 0


@dataclass(frozen=True)
class Chain:
    """An `nn.Sequential`; names are None where they are positions."""

    items: tuple[tuple[str | None, Build], ...]


@dataclass(frozen=True)
class Loop:
    """Equal runs inside a chain; `index` is the first residual in them, `step` how many there are in a run."""

    count: Slot
    run: tuple[Build, ...]
    index: int
    step: int


@dataclass(frozen=True)
class Choice:
    """A shortcut that some instances have: `build` where channels or stride change, else an identity."""

    build: Build | None
    channels: Slot


Build = Slot | Fixed | ByPosition | Construct | New | Chain | Loop | Choice


@dataclass(frozen=True)
class Member:
    """An attribute of a module: a module itself, or a learnt tensor (rule N7)."""

    name: str
    build: Build
    is_tensor: bool = False


@dataclass(frozen=True)
class Assign:
    """`target = value`."""

    target: str
    value: Python


@dataclass(frozen=True)
class Guarded:
    """Lines that are carried out in training only; `target` is None otherwise."""

    target: str
    body: tuple[Line, ...]


@dataclass(frozen=True)
class Return:
    """The end of a forward method, or its end in training."""

    value: Python
    in_training: bool = False


Line = Assign | Guarded | Return
RESULTS = "$Results("
"""Opens a call of the named tuple of a network's results, whose name is not known while a draft is written."""


@dataclass(frozen=True)
class Begin:
    """How a tensor begins: `path` leads from the class to its owner, and through several where it is `sliced`."""

    path: str
    sliced: bool
    tensor: str
    constructor: str
    init: Init | None


@dataclass(frozen=True)
class Draft:
    """A class to be: for one module of the IR."""

    module: Module
    title: str
    members: tuple[Member, ...]
    forward: tuple[Line, ...]
    arguments: tuple[str, ...] = ()
    """Names of values besides the first that forward takes."""
    begins: tuple[Begin, ...] = ()
    supports: tuple[str, ...] = ()
    needs_index: bool = False

    def children(self) -> Iterator[New]:
        """The instances of other drafts among the members."""
        for member in self.members:
            yield from _children(member.build)


def _children(build: Build | None) -> Iterator[New]:
    match build:
        case New():
            yield build
        case Chain():
            for _, item in build.items:
                yield from _children(item)
        case Loop():
            for item in build.run:
                yield from _children(item)
        case Choice():
            yield from _children(build.build)


def skeleton(build: Build | None, group: dict[int, object]) -> object:
    """What of a build must be equal for two instances to be of one class. `group` tells the class of a draft."""
    match build:
        case Slot():
            return "slot", build.name
        case Fixed():
            return build.text
        case ByPosition():
            return build.value, build.residual
        case Construct():
            positional = tuple(skeleton(part, group) for part in build.positional)
            options = tuple((name, skeleton(part, group)) for name, part in build.options)
            return build.callee, positional, options
        case New():
            return "new", group[id(build.draft)], build.index
        case Chain():
            return "chain", tuple((name, skeleton(item, group)) for name, item in build.items)
        case Loop():
            return "loop", tuple(skeleton(item, group) for item in build.run), build.index, build.step
        case Choice():
            return "choice"
    return None
