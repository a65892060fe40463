"""What names mean at a place: variables, blocks, earlier values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from resnet_dsl.ops.core.kinds import Value
from resnet_dsl.resolve.flow import Flow
from resnet_dsl.resolve.problems import Unknown
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax import tree

ANY_NAME = "*"


@dataclass
class FileScope:
    """A file and the blocks and archs known in it, imported ones included; the values come with their own scope."""

    source: SourceFile
    folder: Path | None
    content: tree.File
    blocks: dict[str, tuple[tree.Block, "FileScope"]] = field(default_factory=dict)
    archs: dict[str, tuple[tree.Arch, "FileScope"]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    """Names of blocks and archs that a mistake leaves unknown."""


@dataclass
class Variables:
    """Parameters, `let`s and loop variables; an inner scope sees the outer one."""

    own: dict[str, Value] = field(default_factory=dict)
    outer: "Variables | None" = None

    def inner(self, **own: Value) -> "Variables":
        """A scope inside this one."""
        return Variables(dict(own), self)

    def __contains__(self, name: str) -> bool:
        return name in self.own or (self.outer is not None and name in self.outer)

    def __getitem__(self, name: str) -> Value:
        if name in self.own or self.outer is None:
            return self.own[name]
        return self.outer[name]

    def find(self, name: str) -> Value:
        """The value of a name, None where it is not known."""
        if name in self:
            return self[name]
        return None

    def __iter__(self) -> Iterator[str]:
        yield from self.own
        if self.outer is not None:
            yield from self.outer


@dataclass
class Labels:
    """The labelled values of a brace; an inner brace sees the outer one, a block sees none but its own."""

    own: dict[str, tuple[Flow, Span]] = field(default_factory=dict)
    outer: "Labels | None" = None
    entry: Flow | None = None
    lost: set[str] = field(default_factory=set)
    """Names that may stand for a value, if it were not for a mistake; `ANY_NAME` for all of them."""

    def inner(self) -> "Labels":
        """The labels of a brace inside this one."""
        return Labels({}, self)

    def find(self, name: str) -> Flow | None:
        """The value of a label, or of the block's input for `in`; None where there is none. Raises `Unknown`."""
        if name == "in" and self.entry is not None:
            return self.entry
        if name in self.own:
            return self.own[name][0]
        if not self.lost.isdisjoint((name, ANY_NAME)):
            raise Unknown
        return self.outer.find(name) if self.outer else None

    def names(self) -> list[str]:
        """All names known here."""
        return [*self.own, *(self.outer.names() if self.outer else [])]
