"""Where a node stands in a network. Equal nodes are equal values, so that only its way from the root tells it apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resnet_dsl.ir.nodes import Arch, Node

Position = tuple[int, ...]
"""The way from the root to a node: at each step the index among `nodes`; of the root itself, nothing."""


@dataclass(frozen=True)
class Part:
    """A node, and where it stands; `parts` are those of its `nodes`, in their order."""

    node: Node
    position: Position = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it holds."""
        return tuple(Part(node, (*self.position, i)) for i, node in enumerate(self.node.nodes))

    def holds(self, position: Position | None) -> bool:
        """Whether a position is of this part or in it."""
        return position is not None and position[: len(self.position)] == self.position


def every_part(arch: Arch) -> Iterator[Part]:
    """All parts of a network, each before those that it holds; what a repeat holds comes once."""
    waiting = [Part(arch.root)]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += reversed(part.parts)
