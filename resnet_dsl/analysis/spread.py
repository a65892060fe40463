"""The mean of some numbers, and how far they lie from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any, Self

UNKNOWN = "?"


@dataclass(frozen=True)
class Spread:
    """The mean and the standard deviation of a sample (divided by n − 1), None of less than two numbers."""

    mean: float
    deviation: float | None

    @classmethod
    def of(cls, numbers: Iterable[float | None]) -> Self | None:
        """The spread of the numbers that are known; None where none is."""
        known = [number for number in numbers if number is not None]
        return cls(fmean(known), stdev(known) if len(known) > 1 else None) if known else None

    def to_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"mean": self.mean, "deviation": self.deviation}


def shown(spread: Spread | None, form: Callable[[float], str]) -> str:
    """`98.42% ± 0.31%`, the mean alone where there is no deviation, and `?` for what is unknown."""
    if spread is None:
        return UNKNOWN
    return form(spread.mean) if spread.deviation is None else f"{form(spread.mean)} ± {form(spread.deviation)}"


def spread_data(spread: Spread | None) -> dict[str, Any] | None:
    """As JSON has it, null for what is unknown."""
    return None if spread is None else spread.to_data()
