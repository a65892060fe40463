"""Functions that are imported when they are called: a short command is mostly imports, and wants one form of many."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(module: str, name: str, **arguments: Any) -> Callable[..., Any]:
    """The function of that name in a module, given these arguments besides those of the call."""

    def run(*values: Any) -> Any:
        return getattr(import_module(module), name)(*values, **arguments)

    return run
