"""Where two networks differ first, if one does not contain the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from resnet_dsl.embedding.align import Aligner, Search, kind_of, paths
from resnet_dsl.embedding.identities import why_no_identity
from resnet_dsl.embedding.rows import Fork, Leaf, Made, Step


@dataclass(eq=False)
class Difference(Exception):
    """The first place where two networks differ.

    `ended` is a network whose path has no more steps there: its step is the last one, or what the path stands in.
    """

    small: Step | None
    large: Step | None
    reason: str
    ended: Literal["", "small", "large"] = ""


@dataclass(frozen=True)
class _Way:
    """How far a way through both networks goes, in steps of the smaller, and what ends it."""

    progress: int
    difference: Difference


def difference(aligner: Aligner, search: Search) -> Difference:
    """Where the farthest way through two rows ends."""
    return _way(aligner, search, None, None).difference


def _way(aligner: Aligner, search: Search, ours: Step | None, theirs: Step | None) -> _Way:
    """The farthest way through two rows that stand in these steps, if in any."""
    i = max(position for position, _ in search.reached)
    columns = sorted(j for position, j in search.reached if position == i)
    before = search.before[i]
    left = [search.large[j] for j in columns if j < len(search.large)]
    if i == len(search.small):
        ends = search.small[-1] if search.small else ours
        reason = f"nothing there corresponds to {name_of(left[-1])}"
        reason += f", which can be no identity: {why_no_identity(left[-1], aligner.ranges[before])}"
        return _Way(i, Difference(ends, left[-1], reason, "small"))
    step = search.small[i]
    ways = [_between(aligner, step, other, before) for other in left if kind_of(other) == kind_of(step)]
    best = max(ways, key=lambda way: way.progress, default=None)
    if best is not None and (best.progress or kind_of(left[-1]) == kind_of(step)):
        best = best if best.progress else ways[-1]
        return _Way(i + best.progress, best.difference)
    if left:
        why = why_no_identity(left[-1], aligner.ranges[before])
        reason = f"{aligner.why_not(step, left[-1], before)}, which can be no identity: {why}"
        return _Way(i, Difference(step, left[-1], reason))
    ends = search.large[-1] if search.large else theirs
    return _Way(i, Difference(step, ends, f"nothing in the larger network is left for {name_of(step)}", "large"))


def _between(aligner: Aligner, ours: Step, theirs: Step, before: Made) -> _Way:
    """The difference of two steps of a kind, looked for inside of them as far as there is an inside."""
    progress = 0
    for small, large in paths(ours, theirs):
        search = aligner.search(small, large, before)
        if search.way is None:
            way = _way(aligner, search, ours, theirs)
            return _Way(progress + way.progress, way.difference)
        progress += len(small)
    return _Way(progress, Difference(ours, theirs, aligner.why_not(ours, theirs, before)))


def name_of(step: Step) -> str:
    """The key of a step, or else what it is."""
    return f"`{step.key}`" if isinstance(step, Leaf | Fork) and step.key else kind_of(step)
