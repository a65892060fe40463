"""The kinds of value that a parameter of an op can take.

A kind accepts a value of the language and gives the value that the op stores, or rejects it. Integers stay
integers: nothing is rounded, and `true` is not 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resnet_dsl.ops.core.deferred import Deferred

Value = Any
"""A value of the language: int, float, bool, str, `Size`, tuple, `Deferred`, or None for `none`."""


class Size(tuple[int, ...]):
    """A size such as `3x3` or `1x7`: height first. A type of its own, since arguments go by kind."""

    __slots__ = ()

    def __str__(self) -> str:
        return "x".join(map(str, self))

    def __repr__(self) -> str:
        return f"Size({tuple(self)})"


class Rejected(Exception):
    """A value is not of the kind wanted; the message says more than the kind's name, or is empty."""


@dataclass(frozen=True)
class Kind:
    """What a parameter takes: `name` for messages (`a size`), `accept` to convert or reject, a JSON schema."""

    name: str
    accept: Callable[[Value], Value]
    schema: tuple[tuple[str, Any], ...] = ()
    deferrable: bool = False

    def __call__(self, value: Value) -> Value:
        """The value to store. Raises `Rejected`."""
        if isinstance(value, Deferred):
            if self.deferrable:
                return value
            raise Rejected("a value of `residual.index` cannot change a shape or the structure")
        return self.accept(value)


def is_integer(value: Value) -> bool:
    """Whether `value` is an integer of the language (a boolean is not)."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Value) -> bool:
    """Whether `value` is an integer or a float of the language."""
    return is_integer(value) or isinstance(value, float)


LARGEST_NUMBER = 1e38
"""What single precision can hold, and the difference of two such numbers too."""


def _integer(least: int) -> Callable[[Value], int]:
    def accept(value: Value) -> int:
        if not is_integer(value):
            raise Rejected
        if value < least:
            raise Rejected(f"must be at least {least}")
        return int(value)

    return accept


def _size(least: int) -> Callable[[Value], Size]:
    def accept(value: Value) -> Size:
        pair = (value, value) if is_integer(value) else value
        if not isinstance(pair, tuple) or len(pair) != 2 or not all(map(is_integer, pair)):
            raise Rejected
        if min(pair) < least:
            raise Rejected(f"must be at least {least}")
        return Size(pair)

    return accept


def _number(value: Value) -> float | int:
    if not is_number(value):
        raise Rejected
    if abs(value) > LARGEST_NUMBER:
        raise Rejected(f"must lie between -{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}")
    return value  # type: ignore[no-any-return]


def _positive(value: Value) -> float | int:
    number = _number(value)
    if number <= 0:
        raise Rejected("must be above 0")
    return number


def _rate(value: Value) -> float | int:
    number = _number(value)
    if not 0 <= number <= 1:
        raise Rejected("must lie between 0 and 1")
    return number


def _flag(value: Value) -> bool:
    if not isinstance(value, bool):
        raise Rejected
    return value


def _numbers(value: Value) -> float | int | tuple[float | int, ...]:
    if isinstance(value, tuple) and not isinstance(value, Size) and value and all(map(is_number, value)):
        return tuple(map(_number, value))
    return _number(value)


def _widths(value: Value) -> tuple[int, ...]:
    if not isinstance(value, tuple) or not value or not all(map(is_integer, value)):
        raise Rejected
    if min(value) < 1:
        raise Rejected("must be at least 1")
    return tuple(value)


_PAIR = (("type", "array"), ("items", {"type": "integer"}), ("minItems", 2), ("maxItems", 2))

COUNT = Kind("a positive integer", _integer(1), (("type", "integer"), ("minimum", 1)))
"""Channels, groups: an integer from 1."""
INDEX = Kind("an integer from 0", _integer(0), (("type", "integer"), ("minimum", 0)))
"""An integer from 0."""
SIZE = Kind("a size such as `3x3`", _size(1), _PAIR)
"""Height and width, each at least 1; one integer means both."""
STRIDE = Kind("a stride such as `/2`", _size(1), _PAIR)
"""Steps of height and width; written `/2`, or `stride=`."""
EXTENT = Kind("an integer or a pair from 0", _size(0), _PAIR)
"""Height and width from 0, as a padding is."""
NUMBER = Kind("a number", _number, (("type", ["number", "object"]),), deferrable=True)
"""An integer or a float; may depend on `residual.index`."""
POSITIVE = Kind("a number above 0", _positive, (("type", "number"), ("exclusiveMinimum", 0)))
"""An integer or a float above 0."""
RATE = Kind("a number between 0 and 1", _rate, (("type", ["number", "object"]),), deferrable=True)
"""A probability; may depend on `residual.index`."""
FLAG = Kind("`true` or `false`", _flag, (("type", "boolean"),))
"""A boolean."""
NUMBERS = Kind(
    "a number, or a tuple of one for each channel",
    _numbers,
    (("type", ["number", "array", "object"]),),
    deferrable=True,
)
"""One number for all channels, which may depend on `residual.index`, or one each."""
WIDTHS = Kind("a tuple of positive integers", _widths, (("type", "array"), ("items", {"type": "integer"})))
"""Channel counts."""


def choice(*words: str) -> Kind:
    """One of some words, written bare: `mode=nearest`. The value `none` is the word, where it is among them."""

    def accept(value: Value) -> str:
        word = "none" if value is None else value
        if word not in words:
            raise Rejected
        return str(word)

    return Kind(" or ".join(f"`{word}`" for word in words), accept, (("enum", list(words)),))


def either(first: Kind, second: Kind) -> Kind:
    """A value of the first kind, else of the second."""

    def accept(value: Value) -> Value:
        try:
            return first(value)
        except Rejected:
            return second(value)

    schema = (("anyOf", [dict(first.schema), dict(second.schema)]),)
    return Kind(f"{first.name} or {second.name}", accept, schema, first.deferrable or second.deferrable)
