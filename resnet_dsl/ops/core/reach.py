"""Which places of its input an op reads for a place of its output, exactly, along height and width.

All arithmetic is on integers. A pattern that repeats every few places (behind an enlargement) has one span for each of
them, so that a union of spans is what is read, whatever the padding and however arms of a join are aligned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

MOST_SPANS = 1_024
MOST_BITS = 1_000


class Unbounded(Exception):
    """A pattern repeats only after more places than are kept, or moves too far."""


@dataclass(frozen=True)
class Axis:
    """What the places of an output see along one axis.

    Place `i` sees the places from the first to the last of `spans[i % len(spans)]`, both moved on by `step` for every
    whole `len(spans)` places before `i`. With `whole` it sees all there is, and spans say nothing but how many places
    a step is; a step of 0 then belongs to a value of one place, such as that of a global pool.
    """

    step: int
    spans: tuple[tuple[int, int], ...]
    whole: bool = False

    @property
    def jump(self) -> Fraction:
        """By how many places it moves on, from one place of the output to the next."""
        return Fraction(self.step, len(self.spans))

    @property
    def size(self) -> int:
        """How many places the widest span has, those in a padding included."""
        return max(last - first + 1 for first, last in self.spans)

    def first(self, place: int) -> int:
        """The first place that `place` sees."""
        whole, rest = divmod(place, len(self.spans))
        return self.spans[rest][0] + self.step * whole

    def last(self, place: int) -> int:
        """The last place that `place` sees."""
        whole, rest = divmod(place, len(self.spans))
        return self.spans[rest][1] + self.step * whole

    def behind(self, before: Axis) -> Axis:
        """This one, of what lies behind `before`. Raises `Unbounded`."""
        turns = len(before.spans) // gcd(self.step, len(before.spans))
        period = len(self.spans) * turns
        step = before.step * (self.step * turns // len(before.spans))
        _check(period, step)
        if self.whole or before.whole:
            return _reduced(step, ((0, 0),) * period, whole=True)
        spans = ((before.first(self.first(place)), before.last(self.last(place))) for place in range(period))
        return _reduced(step, tuple(spans), whole=False)

    def beside(self, other: Axis) -> Axis | None:
        """The union with another; None where they move on at different rates. Raises `Unbounded`.

        A value of one place is met by all places of the other.
        """
        if not (self.step and other.step):
            moving = other if other.step else self
            return Axis(moving.step, ((0, 0),) * len(moving.spans), whole=True)
        if self.jump != other.jump:
            return None
        period = lcm(len(self.spans), len(other.spans))
        step = self.step * (period // len(self.spans))
        _check(period, step)
        if self.whole or other.whole:
            return _reduced(step, ((0, 0),) * period, whole=True)
        places = range(period)
        spans = ((min(self.first(i), other.first(i)), max(self.last(i), other.last(i))) for i in places)
        return _reduced(step, tuple(spans), whole=False)


Reach = tuple[Axis, Axis]
"""What an op reads, along height and width."""
SAME = Axis(1, ((0, 0),))
"""Every place reads its own."""
WHOLE = Axis(0, ((0, 0),), whole=True)
"""The one place of the output reads all places."""
IN_PLACE: Reach = (SAME, SAME)
"""What ops reach that keep every place for itself: activations, normalisations over channels, projections."""
EVERYTHING: Reach = (WHOLE, WHOLE)
"""What a global pool reaches."""


def axes(make: Callable[[int], Axis]) -> Reach:
    """The reach whose axes are made for 0, the height, and 1, the width."""
    return make(0), make(1)


def window(kernel: int, stride: int, pad: int, dilation: int = 1) -> Axis:
    """What a sliding window reads."""
    return Axis(stride, ((-pad, dilation * (kernel - 1) - pad),))


def spread(kernel: int, stride: int, pad: int, dilation: int) -> Axis | None:
    """What a transposed convolution reads: the windows of the opposite convolution that cover a place.

    None where these leave gaps: a kernel smaller than the stride, or a dilation beside a stride.
    """
    if kernel < stride or (dilation > 1 and stride > 1) or stride > MOST_SPANS:
        return None
    reach = dilation * (kernel - 1)
    return Axis(1, tuple((-((reach - i - pad) // stride), (i + pad) // stride) for i in range(stride)))


def shares(size: int, places: int) -> Axis | None:
    """What an adaptive pool of `size` places to `places` reads; None where the pattern is too long."""
    if places == 1:
        return WHOLE
    period = places // gcd(size, places)
    if period > MOST_SPANS:
        return None
    ends = ((i * size // places, -(-(i + 1) * size // places) - 1) for i in range(period))
    return Axis(size * period // places, tuple(ends))


def _check(period: int, step: int) -> None:
    if period > MOST_SPANS or step.bit_length() > MOST_BITS:
        raise Unbounded


def _reduced(step: int, spans: tuple[tuple[int, int], ...], *, whole: bool) -> Axis:
    """The axis with the shortest pattern that says the same."""
    full = Axis(step, spans, whole)
    for period in range(1, len(spans)):
        if len(spans) % period or step * period % len(spans):
            continue
        short = Axis(step * period // len(spans), spans[:period], whole)
        if whole or all((short.first(i), short.last(i)) == spans[i] for i in range(period, len(spans))):
            return short
    return full
