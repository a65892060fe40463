"""What came of the cells of a test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BEGIN = "import resnet_dsl as rd\n%load_ext resnet_dsl\n"
"""How a notebook begins."""


@dataclass(frozen=True)
class Ran:
    """What a cell did: the exception that ended it, what it printed, and by kind what it showed, its value last."""

    error: BaseException | None
    printed: str
    shown: list[dict[str, Any]]
    variables: dict[str, Any]


Run = Callable[[str], Ran]
