"""What came of the cells of a test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ran:
    """What a cell did: the exception that ended it, what it printed, and by kind what it showed, its value last."""

    error: BaseException | None
    printed: str
    shown: list[dict[str, Any]]
    variables: dict[str, Any]


Run = Callable[[str], Ran]
