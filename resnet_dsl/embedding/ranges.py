"""Between which numbers the values of a network lie, as far as its ops say it.

Where an activation changes none of them, it is an identity.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from resnet_dsl.embedding.rows import Fetch, Fork, Leaf, Made, Row, Side, value_behind
from resnet_dsl.ops.core.op import DROPOUT, LAYOUT, POOLING, Op


@dataclass(frozen=True)
class Range:
    """All numbers from `low` to `high`."""

    low: float = -inf
    high: float = inf

    def with_zero(self) -> Range:
        """The same, and 0."""
        return Range(min(self.low, 0.0), max(self.high, 0.0))


ANY = Range()
CLAMPS = {"relu": Range(0.0), "relu6": Range(0.0, 6.0)}
"""Activations that cut off: what lies between these numbers, they leave as it is."""
BENDS = {"leaky_relu": Range(0.0), "elu": Range(0.0)}
"""Activations that leave what lies between these numbers as it is, and take the rest elsewhere."""
WITHIN = dict.fromkeys(("sigmoid", "hardsigmoid", "softmax"), Range(0.0, 1.0)) | {"tanh": Range(-1.0, 1.0)}
Ranges = dict[Made, Range]


def leaves_alone(op: Op, values: Range) -> bool:
    """Whether an activation is the identity on such values."""
    kept = CLAMPS.get(op.name) or BENDS.get(op.name)
    return kept is not None and kept.low <= values.low and values.high <= kept.high


def ranges_of(row: Row) -> Ranges:
    """The ranges of all values of a network; the input may be anything."""
    found: Ranges = {None: ANY}
    _follow(row, None, found)
    return found


def _follow(row: Row, value: Made, found: Ranges) -> Made:
    for step in row:
        match step:
            case Leaf():
                found[step] = _through(step.node.op, found[value])
            case Fork():
                found[step] = _joined(step.how, [found[_follow(arm, value, found)] for arm in step.arms])
            case Side():
                _follow(step.row, step.source, found)
            case Fetch():
                pass
        value = value_behind(step, value)
    return value


def _through(op: Op, values: Range) -> Range:
    if op.name in WITHIN:
        return WITHIN[op.name]
    if op.name in CLAMPS:
        kept = CLAMPS[op.name]
        return Range(max(values.low, kept.low), min(max(values.high, kept.low), kept.high))
    if leaves_alone(op, values) or op.role == DROPOUT or op.name == "identity":
        return values
    if op.role in (POOLING, LAYOUT) and op.name != "upsample":
        return values.with_zero() if op.name == "avgpool" else values
    return values.with_zero() if op.name == "pad" else ANY


def _joined(how: str, arms: list[Range]) -> Range:
    if how == "concat":
        return Range(min(arm.low for arm in arms), max(arm.high for arm in arms))
    if how == "mul":
        return Range(0.0) if all(arm.low >= 0 for arm in arms) else ANY
    return Range(sum(arm.low for arm in arms), sum(arm.high for arm in arms))
