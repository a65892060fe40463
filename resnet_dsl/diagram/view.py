"""How a network is looked at: which of its parts are opened, and how the picture lies and is coloured."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from resnet_dsl.ir.nodes import Module

Direction = Literal["auto", "down", "right"]
Theme = Literal["light", "dark", "print"]
ALL = "all"


@dataclass(frozen=True)
class View:
    """The wishes of whoever looks at a picture.

    `depth` is how many levels are opened, the members of the arch being the first; unsaid, stages are and blocks are
    not. `expand` names blocks, by the name in their file or by their key (`layer2.0`), that are opened where they
    stand; `all` opens everything. With `separate`, normalisations and activations are boxes of their own. `links` is
    the address of the folder of the file, to which boxes then link, line by line. `legend` tells what the signs mean.
    """

    direction: Direction = "auto"
    depth: int | None = None
    expand: tuple[str, ...] = ()
    separate: bool = False
    theme: Theme = "light"
    links: str = ""
    legend: bool = True

    def opens(self, module: Module, level: int, key: str) -> bool:
        """Whether a module at a level is opened where it stands."""
        if self._expands(module, key):
            return True
        return module.role != "block" if self.depth is None else level < self.depth

    def _expands(self, module: Module, key: str) -> bool:
        inside = f"{key}."
        return any(name in (ALL, key, module.block) or name.startswith(inside) for name in self.expand)

    def unknown(self, known: Iterable[str]) -> list[str]:
        """The names to expand that are none of these."""
        there = {ALL, *known}
        return [name for name in self.expand if name not in there]


DEFAULT = View()
