"""What differs between two ops, where that makes a difference."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from resnet_dsl.ops.core.op import Op, OpError
from resnet_dsl.ops.core.shape import Shape


@dataclass(frozen=True)
class Differs:
    """An argument of an op, with its two values."""

    name: str
    before: Any
    after: Any


def are_the_same(before: Op, after: Op, input: Shape) -> bool:
    """Whether two ops do the same to an input, as `pad=1` and the padding that a 3x3 has anyway."""
    return before == after or (type(before) is type(after) and _call(before, input) == _call(after, input))


def arguments_that_differ(before: Op, after: Op, input: Shape) -> tuple[Differs, ...]:
    """The arguments of two ops of one kind that differ, without those that alone make no difference."""
    values = after.arguments()
    all_of_them = tuple(
        Differs(name, value, values[name]) for name, value in before.arguments().items() if value != values[name]
    )
    return tuple(_that_count(before, all_of_them, input)) or all_of_them


def _that_count(op: Op, differing: tuple[Differs, ...], input: Shape) -> Iterator[Differs]:
    for one in differing:
        try:
            same = are_the_same(op, replace(op, **{one.name: one.after}), input)
        except OpError:
            same = False
        if not same:
            yield one


def _call(op: Op, input: Shape) -> Any:
    return op.torch(input), op.weights(input)
