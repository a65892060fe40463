"""Ops by name: those in the files of this package, and those that other packages offer."""

import importlib
import pkgutil
from importlib.metadata import entry_points
from inspect import getmembers, isabstract, isclass

import resnet_dsl.ops
from resnet_dsl.ops.core.op import Op

GROUP = "resnet_dsl.ops"
_found: dict[str, type[Op]] = {}
_offered: list[str] = []


def find_op(name: str) -> type[Op] | None:
    """The op of that name, or None. Entry points are scanned only when the name is not one of our own."""
    if not _found:
        refresh()
    if name not in _found and not _offered:
        _load_entry_points()
    return _found.get(name)


def op_names() -> list[str]:
    """The names of all ops, sorted."""
    find_op("")
    return sorted(_found)


def refresh() -> None:
    """Forget the ops found, and look again through the folders of `resnet_dsl.ops`."""
    _found.clear()
    _offered.clear()
    for module in pkgutil.iter_modules(resnet_dsl.ops.__path__):
        if not module.ispkg:
            _register(importlib.import_module(f"{resnet_dsl.ops.__name__}.{module.name}"))


def _load_entry_points() -> None:
    _offered.append("")
    for entry in entry_points(group=GROUP):
        _offered.append(entry.name)
        _register(entry.load())


def _register(module: object) -> None:
    for _, member in getmembers(module, isclass):
        if issubclass(member, Op) and not isabstract(member) and hasattr(member, "name"):
            _found[member.name] = member
