"""The rows of several networks in one order: each network reads downwards as it runs, and sizes fall."""

from collections.abc import Iterator, Sequence

from resnet_dsl.analysis.stages import Stage

Aligned = tuple[Stage | None, ...]
"""A row: the stage of each network, None for one that has no such stage."""


def aligned(networks: Sequence[Sequence[Stage]]) -> Iterator[Aligned]:
    """The rows of networks; stages of one name and one size share a row where the order of all networks lets them.

    Of what can come next the largest map does, of equal ones that of the first network. Where two networks have the
    same stages in opposite order, only one of these is shared.
    """
    left = [list(stages) for stages in networks]
    while any(left):
        key = _next(left)
        yield tuple(stages.pop(0) if stages and _key(stages[0]) == key else None for stages in left)


def _next(left: Sequence[Sequence[Stage]]) -> tuple[str, str, bool]:
    """What the next row is of: what no network has only behind something else, if there is any."""
    fronts = [stages[0] for stages in left if stages]
    ready = [front for front in fronts if not any(_is_behind(front, stages) for stages in left)]
    return _key(max(ready or fronts, key=lambda stage: (not stage.is_head, stage.places)))


def _is_behind(stage: Stage, stages: Sequence[Stage]) -> bool:
    keys = list(map(_key, stages))
    return _key(stage) in keys[1:] and keys[0] != _key(stage)


def _key(stage: Stage) -> tuple[str, str, bool]:
    return stage.name, stage.size, stage.is_head
