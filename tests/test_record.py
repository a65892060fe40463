"""A record is what the frozen data class of the same text would be."""

import pickle
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from inspect import signature
from typing import Any, ClassVar

import pytest

from resnet_dsl.source.record import record


@record
class Point:
    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list, compare=False)
    note: str = field(default="", repr=False, kw_only=True)
    unit: ClassVar[str] = "pt"

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("x")


@record
class Deep(Point):
    z: int = 1


@record(kw_only=True)
class Named:
    first: float
    second: int = 2


@record
class Empty:
    pass


@record
class Shown:
    value: int

    def __repr__(self) -> str:
        return "own"


def standard(cls: type) -> Any:
    """The class as the standard library makes it, of the same name."""
    bases = tuple(standard(base) for base in cls.__bases__ if base is not object)
    body = {name: value for name, value in vars(cls).items() if name in ("__annotations__", "__module__", "unit")}
    body |= {item.name: _again(item) for item in fields(cls) if item.name in body["__annotations__"]}
    body |= {name: value for name, value in vars(cls).items() if name == "__post_init__" or cls is Shown}
    own = {name: value for name, value in body.items() if name not in ("__dict__", "__weakref__", "__init__")}
    own = {
        name: value for name, value in own.items() if name not in ("__eq__", "__hash__", "__setattr__", "__delattr__")
    }
    return dataclass(frozen=True)(type(cls.__name__, bases, own))


def _again(item: Any) -> Any:
    options = {name: getattr(item, name) for name in ("default", "default_factory", "repr", "compare", "kw_only")}
    return field(**options)


MADE: list[tuple[type, tuple[Any, ...], dict[str, Any]]] = [
    (Point, (1,), {}),
    (Point, (1, 2, ["a"]), {"note": "n"}),
    (Point, (1,), {"y": 3}),
    (Deep, (1, 2, [], 4), {}),
    (Deep, (1,), {"z": 0, "note": "here"}),
    (Named, (), {"first": 0.5}),
    (Empty, (), {}),
    (Shown, (3,), {}),
]


@pytest.mark.parametrize(("cls", "values", "named"), MADE)
def test_it_is_made_shown_and_taken_apart_alike(cls: type, values: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = cls(*values, **named), standard(cls)(*values, **named)
    assert repr(ours) == repr(theirs)
    assert asdict(ours) == asdict(theirs)
    assert list(signature(cls).parameters) == list(signature(standard(cls)).parameters)
    assert cls.__match_args__ == standard(cls).__match_args__  # type: ignore[attr-defined]
    assert ours == cls(*values, **named)
    assert ours == deepcopy(ours) == pickle.loads(pickle.dumps(ours)) == replace(ours)
    assert ours != theirs
    assert hash(ours) == hash(cls(*values, **named))


@pytest.mark.parametrize(("values", "named"), [((), {}), ((1, 2, [], "note"), {}), ((1,), {"other": 2})])
def test_wrong_arguments_are_refused_alike(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    for cls in (Point, standard(Point)):
        with pytest.raises(TypeError, match="argument"):
            cls(*values, **named)


def test_what_counts_in_a_comparison() -> None:
    assert Point(1, tags=["a"]) == Point(1, tags=["b"])
    assert Point(1) != Point(2)
    assert Point(1, note="a") != Point(1, note="b")
    assert Point(1) != Deep(1)
    assert Named(first=float("nan")) != Named(first=float("nan"))
    assert len({Point(1), Point(1, tags=["a"]), Deep(1), Empty(), Empty()}) == 3


def test_each_has_a_list_of_its_own() -> None:
    Point(1).tags.append("a")
    assert Point(1).tags == []


def test_it_is_frozen_and_checked() -> None:
    with pytest.raises(FrozenInstanceError, match="`x` of a Deep"):
        Deep(1).x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del Point(1).y
    with pytest.raises(ValueError, match="x"):
        replace(Point(1), x=-1)


def test_a_field_that_is_no_argument_is_refused() -> None:
    with pytest.raises(TypeError, match="`hidden`"):

        @record
        class Odd:
            hidden: int = field(default=0, init=False)
