"""The functions of the language, and its operators, over plain numbers."""

import math
import operator
from collections.abc import Callable

from resnet_dsl.ops.core.kinds import Value, is_integer, is_number

LARGEST = 10**40
LONGEST_RANGE = 10_000
LONGEST_TUPLE = 100_000
BINARY: dict[str, Callable[[Value, Value], Value]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Misuse(Exception):
    """A function or operator was given what it does not take; the message says what."""


def power(base: Value, exponent: Value) -> Value:
    """A power, within the limits on numbers."""
    grows = is_integer(base) and is_integer(exponent) and exponent > 0 and abs(base) > 1
    if grows and exponent * math.log10(abs(base)) > math.log10(LARGEST):
        raise Misuse("the power is larger than numbers may be")
    result = base**exponent
    if isinstance(result, complex):
        raise Misuse("the root of a negative number")
    return result


def make_divisible(value: Value, divisor: Value = 8) -> int:
    """The nearest multiple of `divisor`, at least `divisor`, and not below 90% of the value (MobileNet's rule)."""
    _want_numbers(value, divisor)
    near = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return int(near + divisor if near < 0.9 * value else near)


def numbers_range(*bounds: Value) -> tuple[int, ...]:
    """The integers from the first bound (0) up to the last, by a step (1)."""
    if not 1 <= len(bounds) <= 3 or not all(map(is_integer, bounds)):
        raise Misuse("`range` takes one to three integers")
    if len(bounds) == 3 and bounds[2] == 0:
        raise Misuse("the step of `range` is 0")
    members = range(*bounds)
    if len(members) > LONGEST_RANGE:
        raise Misuse(f"a range may have {LONGEST_RANGE} members at most")
    return tuple(members)


def _want_numbers(*values: Value) -> None:
    if not values or not all(map(is_number, values)):
        raise Misuse("it takes numbers")


def _over_numbers(function: Callable[..., Value]) -> Callable[..., Value]:
    def checked(*values: Value) -> Value:
        _want_numbers(*values)
        return function(*values)

    return checked


def _over_members(function: Callable[..., Value]) -> Callable[..., Value]:
    def checked(*values: Value) -> Value:
        members = values[0] if len(values) == 1 and isinstance(values[0], tuple) else values
        _want_numbers(*members)
        return function(members)

    return checked


def length(value: Value) -> int:
    """The number of members of a tuple or list."""
    if not isinstance(value, tuple):
        raise Misuse("`len` takes a tuple or a list")
    return len(value)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": _over_members(min),
    "max": _over_members(max),
    "sum": _over_members(sum),
    "abs": _over_numbers(abs),
    "round": _over_numbers(round),
    "ceil": _over_numbers(math.ceil),
    "floor": _over_numbers(math.floor),
    "len": length,
    "range": numbers_range,
    "make_divisible": make_divisible,
}
