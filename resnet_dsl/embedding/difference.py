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
    if list(map(kind_of, search.small)) == list(map(kind_of, search.large)):
        return _in_step(aligner, search)
    i = max(position for position, _ in search.reached)
    columns = sorted(j for position, j in search.reached if position == i)
    left = [search.large[j] for j in columns if j < len(search.large)]
    blocking = left[-1] if columns[-1] < len(search.large) else None
    if i == len(search.small):
        return _Way(i, _unmatched(aligner, search, left[-1], ours))
    step = search.small[i]
    alike = [_between(aligner, step, other, search.before[i]) for other in left if kind_of(other) == kind_of(step)]
    best = max(alike, key=lambda way: way.progress, default=None)
    if best is not None and not best.progress and blocking is not None:
        best = alike[-1] if kind_of(blocking) == kind_of(step) else None
    if best is not None:
        return _Way(i + best.progress, best.difference)
    if blocking is not None:
        return _Way(i, _other_kind(aligner, step, blocking, search.before[i]))
    ends = search.large[-1] if search.large else theirs
    return _Way(i, Difference(step, ends, f"nothing in the larger network is left for {name_of(step)}", "large"))


def _in_step(aligner: Aligner, search: Search) -> _Way:
    """The first pair that does not fit in two rows of the same kinds of step."""
    pairs = zip(search.small, search.large, search.before, strict=False)
    i, (ours, theirs, before) = next((i, pair) for i, pair in enumerate(pairs) if aligner.why_not(*pair))
    inside = _between(aligner, ours, theirs, before)
    return _Way(i + inside.progress, inside.difference)


def _unmatched(aligner: Aligner, search: Search, step: Step, around: Step | None) -> Difference:
    """A step of the larger network that stands where the smaller has come to its end."""
    why = why_no_identity(step, aligner.ranges[search.before[-1]])
    reason = f"nothing there corresponds to {name_of(step)}, which can be no identity: {why}"
    return Difference(search.small[-1] if search.small else around, step, reason, "small")


def _other_kind(aligner: Aligner, ours: Step, theirs: Step, before: Made) -> Difference:
    """A step of the larger network that stands before any of the kind that is needed."""
    why = why_no_identity(theirs, aligner.ranges[before])
    return Difference(ours, theirs, f"{aligner.why_not(ours, theirs, before)}, which can be no identity: {why}")


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
    """The key of a step, or else what it is and where it begins."""
    if isinstance(step, Leaf | Fork) and step.key:
        return f"`{step.key}`"
    begins = isinstance(step, Fork) and step.first
    return f"{kind_of(step)} that begins with `{begins}`" if begins else kind_of(step)
