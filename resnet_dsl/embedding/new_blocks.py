"""What only the larger network has, block by block, and how each is called and made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from resnet_dsl.embedding.steps import New, Silence, Written


@dataclass(frozen=True)
class NewBlock:
    """New layers that belong together.

    `key` is that of their module, or in the network itself that of the first; `whole` tells whether it stands for them:
    it is a module, and all of its layers are new.
    """

    key: str
    steps: tuple[New, ...]
    whole: bool

    @property
    def names(self) -> list[str]:
        """The keys to look for in the model: the module, or else the layers."""
        return [self.key] if self.whole else [step.large for step in self.steps]

    @property
    def deaf(self) -> str:
        """The activation that keeps gradients from the block; empty where it learns."""
        return next((step.deaf for step in self.steps if isinstance(step, Silence) and step.deaf), "")

    @property
    def way(self) -> str:
        """How the block gives what enters it."""
        own = [self._own(step) for step in self.steps if isinstance(step, Silence)]
        if own:
            return f"identity, since {' and '.join(f'`{key}`' for key in own)} begin{'s' * (len(own) == 1)} with zeros"
        each = "each " if len(self.steps) > 1 else ""
        return f"{' · '.join(dict.fromkeys(step.op for step in self.steps))}, {each}an identity"

    def _own(self, step: New) -> str:
        return step.large.removeprefix(f"{self.key}.") if self.whole else step.large


def new_blocks(steps: Iterable[Written]) -> list[NewBlock]:
    """The new blocks of a plan, in their order."""
    steps = list(steps)
    old = {module for step in steps if not isinstance(step, New) for module in _modules(step.large)}
    new = [step for step in steps if isinstance(step, New)]
    found = []
    for key, own in groupby(new, key=lambda step: step.block):
        layers = tuple(own)
        inside = all(step.large == key or step.large.startswith(f"{key}.") for step in layers)
        found.append(NewBlock(key, layers, inside and key not in old))
    return found


def _modules(key: str) -> Iterator[str]:
    """The modules that hold a layer."""
    while key := key.rpartition(".")[0]:
        yield key
