"""Which steps of a larger network take the place of which of a smaller one, and which are new.

Two rows are aligned as two texts are: a step of the smaller one is matched by the next step of the larger that can
compute it, and steps of the larger may be passed over if they can be identities there. Where several alignments are
possible, the one is taken that matches earliest, so that what is new comes behind what it repeats. Paths of joins are
rows and are aligned in the same way. The search goes deep first and visits a pair of positions once: where rows can be
aligned, that is mostly as many pairs as there are steps, and else at most all. Equal blocks are compared once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from resnet_dsl.embedding.containing import misfit
from resnet_dsl.embedding.identities import why_no_identity
from resnet_dsl.embedding.ranges import Range, Ranges
from resnet_dsl.embedding.rows import Fetch, Fork, Leaf, Made, Row, Side, Step, value_behind
from resnet_dsl.ops.core.op import DROPOUT


@dataclass(frozen=True)
class Match:
    """A step takes the place of another, which reads the value `before`.

    `arms` are the alignments of the paths of a join, or that of a side result.
    """

    small: Step
    large: Step
    before: Made = None
    arms: tuple[Alignment, ...] = ()


@dataclass(frozen=True)
class New:
    """A step that is an identity, or is to be made one, on values of this range."""

    large: Step
    values: Range


@dataclass(frozen=True)
class Left:
    """A step that is an identity in evaluation, and has no counterpart."""

    small: Step


Move = Match | New | Left
Alignment = tuple[Move, ...]
MOST_PAIRS = 1_000_000


@dataclass
class Search:
    """Two rows, the values before each step of the smaller, what positions were reached, and the way to the ends."""

    small: Row
    large: Row
    before: list[Made]
    reached: set[tuple[int, int]] = field(default_factory=lambda: {(0, 0)})
    way: Alignment | None = None

    def behind(self, i: int) -> Step | None:
        """The step of the smaller row at a position."""
        return self.small[i] if i < len(self.small) else None


class NotAligned(Exception):
    """Two rows cannot be aligned; `search` says how far it came."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search


class TooLong(Exception):
    """A search that visits more pairs of positions than anybody waits for."""


class Aligner:
    """Aligns the rows of one network with those of another; remembers which joins it has compared."""

    def __init__(self, ranges: Ranges) -> None:
        self.ranges = ranges
        self._joins: dict[tuple[int, int, Range], bool] = {}

    def align(self, small: Row, large: Row, start: Made = None) -> Alignment:
        """The alignment of two rows that read corresponding values. Raises `NotAligned`, and `TooLong`."""
        search = self.search(small, large, start)
        if search.way is None:
            raise NotAligned(search)
        return tuple(self._with_arms(move) if isinstance(move, Match) else move for move in search.way)

    def search(self, small: Row, large: Row, start: Made) -> Search:
        """A search for a way through two rows; the paths of joins that match are not aligned yet. Raises `TooLong`."""
        before: list[Made] = [start]
        for step in small:
            before.append(value_behind(step, before[-1]))
        search = Search(small, large, before)
        ways = [((0, 0), self._moves(search, 0, 0))]
        moves: list[Move] = []
        while ways and ways[-1][0] != (len(small), len(large)):
            place, move = next((one for one in ways[-1][1] if one[0] not in search.reached), ((0, 0), None))
            if move is None:
                ways.pop()
                del moves[-1:]
                continue
            search.reached.add(place)
            moves.append(move)
            ways.append((place, self._moves(search, *place)))
            if len(search.reached) > MOST_PAIRS:
                raise TooLong
        search.way = tuple(moves) if ways else None
        return search

    def _moves(self, search: Search, i: int, j: int) -> Iterator[tuple[tuple[int, int], Move]]:
        """What can be done at a pair of positions, and where it leads, the best first."""
        ours = search.behind(i)
        theirs = search.large[j] if j < len(search.large) else None
        before = search.before[i]
        if ours and theirs and self._fits(ours, theirs, before):
            yield (i + 1, j + 1), Match(ours, theirs, before)
        if theirs and not why_no_identity(theirs, self.ranges[before]):
            yield (i, j + 1), New(theirs, self.ranges[before])
        if ours and _is_spare(ours):
            yield (i + 1, j), Left(ours)

    def _fits(self, small: Step, large: Step, before: Made) -> bool:
        if isinstance(small, Fork) and isinstance(large, Fork):
            key = (id(small.node), id(large.node), self.ranges[before])
            if key not in self._joins:
                self._joins[key] = not self.why_not(small, large, before)
            return self._joins[key]
        return not self.why_not(small, large, before)

    def why_not(self, small: Step, large: Step, before: Made) -> str:
        """Why a step cannot compute what another does; a text of any kind where the paths in it differ."""
        match small, large:
            case Leaf(), Leaf():
                return misfit(small.node, large.node)
            case Fork(), Fork() if small.how == large.how and len(small.arms) == len(large.arms):
                searches = (self.search(*arms, before) for arms in zip(small.arms, large.arms, strict=True))
                return "their paths differ" if any(search.way is None for search in searches) else ""
            case Fetch(), Fetch():
                return ""
            case Side(), Side() if (small.node.result, small.node.training_only) == (
                large.node.result,
                large.node.training_only,
            ):
                search = self.search(small.row, large.row, small.source)
                return "their paths differ" if search.way is None else ""
        return f"the one is {kind_of(small)}, the other {kind_of(large)}"

    def _with_arms(self, match: Match) -> Match:
        ours, theirs, before = match.small, match.large, match.before
        if isinstance(ours, Side) and isinstance(theirs, Side):
            return replace(match, arms=(self.align(ours.row, theirs.row, ours.source),))
        if isinstance(ours, Fork) and isinstance(theirs, Fork):
            pairs = zip(ours.arms, theirs.arms, strict=True)
            return replace(match, arms=tuple(self.align(*pair, before) for pair in pairs))
        return match


def paths(small: Step, large: Step) -> list[tuple[Row, Row]]:
    """The rows inside two steps of one kind."""
    match small, large:
        case Fork(), Fork() if small.how == large.how and len(small.arms) == len(large.arms):
            return list(zip(small.arms, large.arms, strict=True))
        case Side(), Side():
            return [(small.row, large.row)]
    return []


def kind_of(step: Step) -> str:
    """What a step is, in words."""
    match step:
        case Leaf():
            return f"`{step.node.op.name}`"
        case Fork(how="concat"):
            return f"a concatenation of {len(step.arms)} arms"
        case Fork(how="mul"):
            return "a product"
        case Fork(how="add"):
            return f"a sum of {len(step.arms)} arms"
        case Fork():
            return "a residual"
        case Side():
            return f"the side result `{step.node.result}`"
    return f"`from {step.node.source}`"


def _is_spare(step: Step) -> bool:
    return isinstance(step, Leaf) and (step.node.op.role == DROPOUT or step.node.op.name == "identity")
