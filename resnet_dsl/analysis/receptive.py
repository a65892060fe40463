"""The receptive field of every part of a network: which rectangle of the input a place of its output sees.

A repeat is walked once. What its body reads is known relative to what enters it, and n runs are that, n times over, by
squaring: the cost follows the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from resnet_dsl.analysis.positions import Part, Position
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Output, Read, Repeat, Residual
from resnet_dsl.ops.core.reach import IN_PLACE, Axis, Reach, Unbounded

INPUT = 0
"""The base that is the input of the network."""
Seen = dict[int, Reach]
"""What a value sees of each base: of the input, and of what enters the repeats around it."""
Labels = dict[str, Seen | None]


@dataclass(frozen=True)
class Field:
    """The receptive field of a value: what a place of it sees of the input, along height and width.

    Padding counts as if there were an input; of normalisations only the affine part counts. Where places see
    rectangles of different sizes, as behind an enlargement, the size is the largest.
    """

    height: Axis
    width: Axis

    @property
    def is_whole(self) -> bool:
        """Whether a place sees all that the network sees, as behind a global pool."""
        return self.height.whole and self.width.whole

    @property
    def size(self) -> tuple[int | None, int | None]:
        """Height and width of the rectangle in places of the input; None for the whole height or width."""
        height, width = (None if axis.whole else axis.size for axis in (self.height, self.width))
        return height, width

    @property
    def stride(self) -> tuple[Fraction | None, Fraction | None]:
        """By how much the rectangle moves from one place to the next; None for a value of one place."""
        height, width = (axis.jump if axis.step else None for axis in (self.height, self.width))
        return height, width


def receptive_fields(arch: Arch) -> Mapping[Position, Field | None]:
    """The field behind each part of a network, by its position; of a part in a repeat, in the last run.

    None where it is unknown: an op does not say what it reads, arms of a join move at different rates, a pattern is too
    long, the input is no image. Of a side result it is the field of the result, not of the main value that passes.
    """
    walk = _Walk()
    start: Seen | None = {INPUT: IN_PLACE} if arch.input.is_image else None
    walk.step(Part(arch.root), start, {"in": start})
    return walk.resolved()


@dataclass
class _Walk:
    found: dict[Position, Seen | None] = field(default_factory=dict)
    entries: dict[int, Seen | None] = field(default_factory=dict)
    """By base: what enters the last run of its repeat."""
    bases: count[int] = field(default_factory=lambda: count(INPUT + 1))

    def row(self, parts: Iterable[Part], value: Seen | None, labels: Labels) -> Seen | None:
        """What is seen behind parts in a row; their labels are added to those known."""
        for part in parts:
            value = self.step(part, value, labels)
            if part.node.label is not None:
                labels[part.node.label] = value
        return value

    def step(self, part: Part, value: Seen | None, labels: Labels) -> Seen | None:
        """What is seen behind a part."""
        if isinstance(part.node, Output):
            source = labels.get(part.node.source)
            self.found[part.position] = self.row(part.parts, source, dict(labels))
            return value
        seen = self._behind(part, value, dict(labels))
        self.found[part.position] = seen
        return seen

    def _behind(self, part: Part, value: Seen | None, labels: Labels) -> Seen | None:
        match part.node:
            case Layer():
                return _through(part.node.op.reach(part.node.input), value)
            case Read():
                return labels[part.node.source]
            case Repeat():
                return self._repeat(part, part.node.count, value, labels)
            case Residual():
                return self._residual(part, part.node, value, labels)
            case Join():
                return self._join(part, value, labels)
            case Module(role="block"):
                return self.row(part.parts, value, {"in": value})
        return self.row(part.parts, value, labels)

    def _repeat(self, part: Part, times: int, value: Seen | None, labels: Labels) -> Seen | None:
        if times == 1:
            return self.row(part.parts, value, labels)
        base = next(self.bases)
        end = self.row(part.parts, {base: IN_PLACE}, labels)
        self.entries[base] = _runs(base, end, times - 1, value)
        return _runs(base, end, times, value)

    def _residual(self, part: Part, node: Residual, value: Seen | None, labels: Labels) -> Seen | None:
        main = self.row(part.parts[: len(node.main)], value, dict(labels))
        if node.shortcut is None:
            return main
        return _union([main, self.row(part.parts[len(node.main) :], value, dict(labels))])

    def _join(self, part: Part, value: Seen | None, labels: Labels) -> Seen | None:
        """The union of the arms; one may read the labelled ones before it."""
        ends = []
        for arm in part.parts:
            ends.append(self.step(arm, value, labels))
            if arm.node.label is not None:
                labels[arm.node.label] = ends[-1]
        return _union(ends)

    def resolved(self) -> dict[Position, Field | None]:
        """The fields of all parts, in places of the input."""
        known: dict[int, Reach | None] = {INPUT: IN_PLACE}
        for base in sorted(self.entries):  # a repeat inside another has a base behind that one's
            known[base] = _resolve(self.entries[base], known)
        reaches = {position: _resolve(seen, known) for position, seen in self.found.items()}
        return {position: reach and Field(*reach) for position, reach in reaches.items()}


def _runs(base: int, end: Seen | None, times: int, value: Seen | None) -> Seen | None:
    """What is seen behind `times` runs of a body whose `end` sees its own entry, by `base`, and other values."""
    result = value
    power: Seen | None = end
    while times:
        if times % 2:
            result = _enter(power, base, result)
        times //= 2
        power = _enter(power, base, power) if times else None
    return result


def _enter(end: Seen | None, base: int, entry: Seen | None) -> Seen | None:
    """What `end` sees where what enters is `entry`."""
    if end is None:
        return None
    others = {other: reach for other, reach in end.items() if other != base}
    if base not in end:
        return others
    inner = _through(end[base], entry)
    return _union([inner, others]) if others else inner


def _through(reach: Reach | None, value: Seen | None) -> Seen | None:
    if reach is None or value is None:
        return None
    seen = {base: _behind(reach, before) for base, before in value.items()}
    return None if None in seen.values() else {base: found for base, found in seen.items() if found}


def _behind(reach: Reach, before: Reach) -> Reach | None:
    try:
        return reach[0].behind(before[0]), reach[1].behind(before[1])
    except Unbounded:
        return None


def _union(values: Iterable[Seen | None]) -> Seen | None:
    union: Seen = {}
    for value in values:
        if value is None:
            return None
        for base, reach in value.items():
            both = _beside(union[base], reach) if base in union else reach
            if both is None:
                return None
            union[base] = both
    return union


def _beside(one: Reach, other: Reach) -> Reach | None:
    try:
        height, width = one[0].beside(other[0]), one[1].beside(other[1])
    except Unbounded:
        return None
    return None if height is None or width is None else (height, width)


def _resolve(seen: Seen | None, known: Mapping[int, Reach | None]) -> Reach | None:
    """What is seen of the input, of all that is seen of bases whose own fields are known."""
    union: Seen | None = None
    for base, reach in (seen or {}).items():
        before = known[base]
        of_input = None if before is None else _through(reach, {INPUT: before})
        union = of_input if union is None else _union([union, of_input])
        if union is None:
            return None
    return union[INPUT] if union else None
