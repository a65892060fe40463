"""Which steps of a larger network take the place of which of a smaller one, and which are new.

Two rows are aligned as two texts are: a step of the smaller one is matched by the next step of the larger that can
compute it, and steps of the larger may be passed over if they can be identities there. Where several alignments are
possible, the one is taken that matches earliest, so that what is new comes behind what it repeats. Paths of joins are
rows and are aligned in the same way. The cost is the product of the lengths, and equal blocks are compared once.
"""

from __future__ import annotations

from dataclasses import dataclass

from resnet_dsl.embedding.containing import misfit
from resnet_dsl.embedding.identities import why_no_identity
from resnet_dsl.embedding.ranges import Range, Ranges
from resnet_dsl.embedding.rows import Fetch, Fork, Leaf, Made, Row, Side, Step, value_behind
from resnet_dsl.ops.core.op import DROPOUT


@dataclass(frozen=True)
class Match:
    """A step takes the place of another; `arms` are the alignments of the paths of a join, or that of a side result."""

    small: Step
    large: Step
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


Alignment = tuple[Match | New | Left, ...]


@dataclass
class Table:
    """Two rows, the values before each step of the smaller, and from which pairs of positions both can be finished."""

    small: Row
    large: Row
    before: list[Made]
    ways: list[list[bool]]


class NotAligned(Exception):
    """Two rows cannot be aligned; `table` is that of their positions."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table


class Aligner:
    """Aligns the rows of one network with those of another; remembers which joins it has compared."""

    def __init__(self, ranges: Ranges) -> None:
        self.ranges = ranges
        self._joins: dict[tuple[int, int, Range], bool] = {}

    def align(self, small: Row, large: Row, start: Made = None) -> Alignment:
        """The alignment of two rows that read corresponding values. Raises `NotAligned`."""
        table = self.table(small, large, start)
        if not table.ways[0][0]:
            raise NotAligned(table)
        return tuple(self._path(table))

    def table(self, small: Row, large: Row, start: Made) -> Table:
        """From which pairs of positions, counted from the ends of the rows, the rest can be aligned."""
        before: list[Made] = [start]
        for step in small:
            before.append(value_behind(step, before[-1]))
        table = Table(small, large, before, [[False] * (len(large) + 1) for _ in range(len(small) + 1)])
        table.ways[-1][-1] = True
        for i in range(len(small), -1, -1):
            for j in range(len(large), -1, -1):
                table.ways[i][j] = table.ways[i][j] or any(table.ways[a][b] for a, b, _ in self.moves(table, i, j))
        return table

    def moves(self, table: Table, i: int, j: int) -> list[tuple[int, int, Match | New | Left]]:
        """What can be done at a pair of positions, and where it leads, the best first; arms are aligned later."""
        found: list[tuple[int, int, Match | New | Left]] = []
        ours = table.small[i] if i < len(table.small) else None
        theirs = table.large[j] if j < len(table.large) else None
        values = self.ranges[table.before[i]]
        if ours and theirs and table.ways[i + 1][j + 1] and self._fits(ours, theirs, table.before[i]):
            found.append((i + 1, j + 1, Match(ours, theirs)))
        if theirs and table.ways[i][j + 1] and not why_no_identity(theirs, values):
            found.append((i, j + 1, New(theirs, values)))
        if ours and table.ways[i + 1][j] and _is_spare(ours):
            found.append((i + 1, j, Left(ours)))
        return found

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
                tables = (self.table(*arms, before) for arms in zip(small.arms, large.arms, strict=True))
                return "" if all(table.ways[0][0] for table in tables) else "their paths differ"
            case Fetch(), Fetch():
                return ""
            case Side(), Side() if (small.node.result, small.node.training_only) == (
                large.node.result,
                large.node.training_only,
            ):
                return "" if self.table(small.row, large.row, small.source).ways[0][0] else "their paths differ"
        return f"the one is {kind_of(small)}, the other {kind_of(large)}"

    def _path(self, table: Table) -> list[Match | New | Left]:
        i = j = 0
        found: list[Match | New | Left] = []
        while (i, j) != (len(table.small), len(table.large)):
            before = table.before[i]
            i, j, move = self.moves(table, i, j)[0]
            found.append(self._with_arms(move, before) if isinstance(move, Match) else move)
        return found

    def _with_arms(self, match: Match, before: Made) -> Match:
        ours, theirs = match.small, match.large
        if isinstance(ours, Side) and isinstance(theirs, Side):
            return Match(ours, theirs, (self.align(ours.row, theirs.row, ours.source),))
        if isinstance(ours, Fork) and isinstance(theirs, Fork):
            pairs = zip(ours.arms, theirs.arms, strict=True)
            return Match(ours, theirs, tuple(self.align(*pair, before) for pair in pairs))
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
