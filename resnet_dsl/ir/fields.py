"""Types of the fields of IR nodes. What they are in JSON pydantic is told when a network goes there or comes from it.

Importing pydantic and making its schema takes longer than reading a network and counting it, which need neither.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any

Handler = Callable[[Any], Any]


class Rule:
    """Metadata of pydantic by its name in `ir/rules.py`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get_pydantic_core_schema__(self, source: Any, handler: Handler) -> Any:
        return handler(Annotated[source, *getattr(import_module("resnet_dsl.ir.rules"), self.name)])


class Limits:
    """Arguments of pydantic's `Field`."""

    def __init__(self, **limits: Any) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: Handler) -> Any:
        from pydantic import Field

        return handler(Annotated[source, Field(**self.limits)])


OpField = Annotated[Any, Rule("OP")]
"""An op; in JSON an object with its name under `op` and its parameters."""
ShapeField = Annotated[Any, Rule("SHAPE")]
"""A shape; in JSON an object of named dimensions in their order."""
ValueField = Annotated[Any, Rule("VALUE")]
"""A value of the language: a number, a boolean, a text, a tuple, or a deferred expression."""
Identifier = Annotated[str, Limits(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""A name that is written into Python source as it stands."""
Key = Annotated[str, Limits(pattern=r"^[\w -]+$")]
"""A name of a member: letters, digits, `_`, `-` and spaces."""
