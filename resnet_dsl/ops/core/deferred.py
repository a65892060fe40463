"""Numbers that depend on the position of a residual, known only when the whole network is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import add, floordiv, mod, mul, sub, truediv

Number = int | float
Tree = Number | str | tuple["str | Tree", ...]

MOST_BITS = 1_000


def _power(base: Number, exponent: Number) -> Number:
    """A power. Raises `OverflowError` where it would be larger than numbers may be."""
    if isinstance(base, int) and isinstance(exponent, int) and exponent * base.bit_length() > MOST_BITS:
        raise OverflowError
    result: Number = base**exponent
    return result


OPERATORS: dict[str, Callable[[Number, Number], Number]] = {
    "+": add, "-": sub, "*": mul, "/": truediv, "//": floordiv, "%": mod, "**": _power, "min": min, "max": max,
}  # fmt: skip
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "//": 2, "%": 2, "**": 3}


@dataclass(frozen=True)
class Deferred:
    """An arithmetic expression in `residual.index` and `residual.count`.

    `tree` is a number, the name `index` or `count`, or `(operator, left, right)`. Two repeats whose
    options differ only by position hold equal expressions, so that repeats still fold.
    """

    tree: Tree
    size: int = field(default=1, compare=False)
    """How many numbers and operators it has."""

    def value(self, index: int, count: int) -> Number:
        """The number for the residual at `index` (from 0) of `count`."""
        return _value(self.tree, {"index": index, "count": count})

    def render(self, index: str, count: int) -> str:
        """Python text of this expression, with `index` as the text of the position."""
        return _render(self.tree, {"index": index, "count": str(count)})[0]


def combine(operator: str, left: Number | Deferred, right: Number | Deferred) -> Deferred:
    """The deferred `left operator right`."""
    return Deferred((operator, _tree(left), _tree(right)), _size(left) + _size(right) + 1)


def _size(value: Number | Deferred) -> int:
    return value.size if isinstance(value, Deferred) else 1


def _tree(value: Number | Deferred) -> Tree:
    return value.tree if isinstance(value, Deferred) else value


def _value(tree: Tree, names: dict[str, int]) -> Number:
    match tree:
        case str():
            return names[tree]
        case (str(operator), left, right):
            return OPERATORS[operator](_value(left, names), _value(right, names))
        case int() | float():
            return tree
    raise TypeError(f"not a deferred expression: {tree!r}")


def _render(tree: Tree, names: dict[str, str]) -> tuple[str, int]:
    """Text and binding strength (4: an atom)."""
    match tree:
        case str():
            text = names[tree]
            return text, (4 if text.isalnum() else 1)
        case ("min" | "max" as function, left, right):
            return f"{function}({_render(left, names)[0]}, {_render(right, names)[0]})", 4
        case (str(operator), left, right):
            strength = STRENGTH[operator]
            leans_right = operator == "**"
            sides = _side(left, names, strength + leans_right), _side(right, names, strength + (not leans_right))
            return f" {operator} ".join(sides), strength
        case int() | float():
            return repr(tree), (4 if tree >= 0 else 0)
    raise TypeError(f"not a deferred expression: {tree!r}")


def _side(tree: Tree, names: dict[str, str], needed: int) -> str:
    text, strength = _render(tree, names)
    return text if strength >= needed else f"({text})"
