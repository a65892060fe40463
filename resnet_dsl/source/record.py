"""Frozen data classes that cost a quarter of the standard ones to define.

For each class `dataclass(frozen=True)` writes and compiles six functions, at every start of the program: a third of
what a short command took. A record has its constructor compiled; what compares, hashes, prints and protects it are
functions that stand here. `fields`, `replace` and `asdict` take records, and type checkers know them as frozen data
classes.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T] | None = None, /, *, kw_only: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """`dataclass(frozen=True)`; a class may have a `__repr__` of its own."""
    return partial(_made, kw_only=kw_only) if cls is None else _made(cls, kw_only=kw_only)


def _made(cls: Any, *, kw_only: bool) -> Any:
    cls = dataclass(cls, init=False, repr=False, eq=False, kw_only=kw_only)
    items = fields(cls)
    cls.__init__ = _constructor(cls, items)
    cls.__eq__, cls.__hash__ = _comparison([item.name for item in items if item.compare])
    cls.__setattr__ = cls.__delattr__ = _refuse
    if "__repr__" not in vars(cls):
        cls.__repr__ = _printer([item.name for item in items if item.repr])
    return cls


def _constructor(cls: type, items: tuple[Field[Any], ...]) -> Callable[..., None]:
    names: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    steps = [_step(item, names) for item in items] or ["pass"]
    if hasattr(cls, "__post_init__"):
        steps.append("self.__post_init__()")
    plain = [_parameter(item, names) for item in items if not item.kw_only]
    named = [_parameter(item, names) for item in items if item.kw_only]
    parameters = ", ".join(["self", *plain, *(["*", *named] if named else [])])
    exec(f"def __init__({parameters}):\n " + "\n ".join(steps), names)
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _parameter(item: Field[Any], names: dict[str, Any]) -> str:
    """A parameter with its default; that of a factory is `_MISSING`."""
    if item.default is not MISSING:
        names[f"_default_{item.name}"] = item.default
        return f"{item.name}=_default_{item.name}"
    return item.name if item.default_factory is MISSING else f"{item.name}=_MISSING"


def _step(item: Field[Any], names: dict[str, Any]) -> str:
    """What puts an argument into its field."""
    if not item.init:
        raise TypeError(f"a field of a record is an argument, and `{item.name}` is none")
    if item.default_factory is MISSING:
        return f"_set(self, {item.name!r}, {item.name})"
    names[f"_make_{item.name}"] = item.default_factory
    return f"_set(self, {item.name!r}, _make_{item.name}() if {item.name} is _MISSING else {item.name})"


def _comparison(names: list[str]) -> tuple[Callable[[Any, object], bool], Callable[[Any], int]]:
    """Equality and hash, by the values of these fields."""
    several: Callable[[Any], Any] = attrgetter(*names) if len(names) > 1 else _few(names)

    def equal(self: Any, other: object) -> bool:
        return several(self) == several(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(several(self))

    return equal, hashed


def _few(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """As `attrgetter` of several names, for one or none."""
    return lambda self: tuple(getattr(self, name) for name in names)


def _printer(names: list[str]) -> Callable[[Any], str]:
    def printed(self: Any) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    return printed


def _refuse(self: Any, name: str, value: object = None) -> None:
    raise FrozenInstanceError(f"cannot change `{name}` of a {type(self).__qualname__}")
