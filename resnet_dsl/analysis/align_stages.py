"""The rows of several networks in one order: each network reads downwards as it runs, and sizes fall."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from resnet_dsl.analysis.stages import Stage

Key = tuple[str, str, bool]
"""The name and the size of a stage, and whether it is a head."""
Aligned = tuple[Stage | None, ...]
"""A row: the stage of each network, None for one that has no such stage."""


def aligned(networks: Sequence[Sequence[Stage]]) -> Iterator[Aligned]:
    """The rows of networks; stages of one name and one size share a row where the order of all networks lets them.

    Of what can come next the largest map does, of equal ones that of the first network. Where two networks have the
    same stages in opposite order, only one of these is shared.
    """
    left = [Left(stages) for stages in networks]
    while fronts := [one.front for one in left if one.stages]:
        key = _next(fronts, left)
        yield tuple(one.take() if one.stages and one.front.key == key else None for one in left)


class Left:
    """The stages of a network that have no row yet, in their order."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = deque(Keyed(stage, (stage.name, stage.size, stage.is_head)) for stage in stages)
        self.counts = Counter(one.key for one in self.stages)

    @property
    def front(self) -> "Keyed":
        """The first of them."""
        return self.stages[0]

    def take(self) -> Stage:
        """The first of them, which then has its row."""
        one = self.stages.popleft()
        self.counts[one.key] -= 1
        return one.stage

    def has_behind(self, key: Key) -> bool:
        """Whether something else comes before it."""
        return self.counts[key] > 0 and self.front.key != key


class Keyed(NamedTuple):
    """A stage, and what it shares a row by."""

    stage: Stage
    key: Key


def _next(fronts: Sequence[Keyed], left: Sequence[Left]) -> Key:
    """What the next row is of: what no network has only behind something else, if there is any."""
    ready = [front for front in fronts if not any(one.has_behind(front.key) for one in left)]
    return max(ready or fronts, key=lambda one: (not one.stage.is_head, one.stage.places)).key
