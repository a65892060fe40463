"""Which numbers of a class its constructor takes, and how the others follow from them.

Given every instance of a class, each open number is a column: one value an instance. A column whose values are all
equal is written out. Any other is explained by the columns that have names (the input channels, the parameters of the
block) as the simplest expression that holds for every instance: the name itself, a multiple, a fraction, the padding of
a kernel, a product of two. What nothing explains becomes a parameter of its own. An explanation is thus right for this
network by construction.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from resnet_dsl.lowering.python import literal

ABSENT = object()
"""The value of a number that an instance does not have: it lies on a shortcut that is an identity there."""
Column = tuple[Any, ...]
INPUTS = ("in_channels", "in_features")


@dataclass
class Parameter:
    """A parameter of a constructor: a value an instance, and a default where the block has one."""

    name: str
    column: Column
    default: Any = None

    @property
    def annotation(self) -> str:
        """The type, as Python text."""
        kinds = {_type_name(value) for value in self.column}
        return " | ".join(sorted(kinds, key=len))


@dataclass
class Explainer:
    """Explains columns by named ones, and remembers which names were used."""

    known: dict[str, Column]
    defaults: dict[str, Any]
    locals: dict[str, Column]
    used: list[Parameter] = field(default_factory=list)

    def explain(self, hint: str, column: Column) -> str:
        """Python text for a column."""
        present = [value for value in column if value is not ABSENT]
        if len(present) < len(column):
            for text, needed in self._equalities(hint in INPUTS, column):
                self._use(*needed)
                return text
        if all(value == present[0] and type(value) is type(present[0]) for value in present):
            return literal(present[0])
        for text, needed in self._attempts(hint in INPUTS, column):
            self._use(*needed)
            return text
        return self._invent(hint, column)

    def condition(self, flags: tuple[bool, ...], channels: tuple[str, Column]) -> str:
        """Python text that is true where `flags` are: whether channels or stride change."""
        text, column = channels
        stride = self.known.get("stride")
        inputs = self.known["in_channels"]
        differs = tuple(a != b for a, b in zip(inputs, column, strict=True))
        moves = tuple(value != 1 for value in stride) if stride else differs
        either = tuple(a or b for a, b in zip(differs, moves, strict=True))
        if stride is not None and either == flags and len(set(stride)) > 1:
            self._use("stride", "in_channels")
            return f"stride != 1 or in_channels != {text}"
        if differs == flags:
            self._use("in_channels")
            return f"in_channels != {text}"
        return self._invent("project", flags)

    def _attempts(self, is_input: bool, column: Column) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Expressions that hold, the plainest first; the input channels come first for what is an input itself."""
        yield from self._equalities(is_input, column)
        own = self._varying(is_input=False)
        for name in own:
            yield from ((text, (name,)) for text in _scalings(name, self.known[name], column))
        for left, right in combinations(own, 2):
            pairs = zip(self.known[left], self.known[right], strict=True)
            if _agrees(column, [_product(a, b) for a, b in pairs]):
                yield f"{left} * {right}", (left, right)

    def _equalities(self, is_input: bool, column: Column) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in self._varying(is_input):
            yield from self._equal(name, column)

    def _varying(self, is_input: bool) -> list[str]:
        names = [name for name, known in self.known.items() if len(set(map(repr, known))) > 1]
        return names if is_input else sorted(names, key=lambda name: name == "in_channels")

    def _equal(self, name: str, column: Column) -> Iterator[tuple[str, tuple[str, ...]]]:
        known = self.known[name]
        if _agrees(column, known):
            yield name, (name,)
        lengths = {len(value) if isinstance(value, tuple) else 0 for value in known}
        for i in range(min(lengths)):
            if _agrees(column, [value[i] for value in known]):
                yield f"{name}[{i}]", (name,)

    def _use(self, *names: str) -> None:
        for name in names:
            if all(parameter.name != name for parameter in self.used):
                self.used.append(Parameter(name, self.known[name], self.defaults.get(name)))

    def _invent(self, hint: str, column: Column) -> str:
        filler = next(value for value in column if value is not ABSENT)
        full = tuple(filler if value is ABSENT else value for value in column)
        name = next((name for name, values in self.locals.items() if _agrees(column, values)), hint)
        unique, number = name, 2
        while unique in self.known:
            unique, number = f"{name}{number}", number + 1
        self.known[unique] = full
        self._use(unique)
        return unique


def _agrees(column: Column, values: Any) -> bool:
    """Whether two columns are equal where the first has values; 1 and `true` and 1.0 are not the same."""
    return all(a is ABSENT or (a == b and type(a) is type(b)) for a, b in zip(column, values, strict=True))


def _scalings(name: str, known: Column, column: Column) -> Iterator[str]:
    """The expressions of one integer name that give the column."""
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in known):
        return
    attempts: list[tuple[str, Callable[[int], int]]] = [(f"({name} - 1) // 2", lambda value: (value - 1) // 2)]
    sample, value = next((a, b) for a, b in zip(column, known, strict=True) if a is not ABSENT)
    if not isinstance(sample, int) or isinstance(sample, bool) or not sample or not value:
        value = 0
    if value and sample % value == 0:
        times = sample // value
        attempts.append((f"{name} * {times}", lambda value: value * times))
    if value and value % sample == 0:
        parts = value // sample
        attempts.append((f"{name} // {parts}", lambda value: value // parts))
    for text, function in attempts:
        if _agrees(column, [function(value) for value in known]):
            yield text


def _product(left: Any, right: Any) -> Any:
    whole = all(isinstance(side, int) and not isinstance(side, bool) for side in (left, right))
    return left * right if whole else None


def _type_name(value: Any) -> str:
    if isinstance(value, tuple):
        inner = sorted({_type_name(member) for member in value})
        return f"tuple[{', '.join([inner[0]] * len(value))}]" if len(inner) == 1 else "tuple[float, ...]"
    return type(value).__name__
