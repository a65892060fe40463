"""Ops by name: those in the files of this package, and those that other packages offer."""

import os
from importlib import import_module
from inspect import getmembers, isabstract, isclass

import resnet_dsl.ops
from resnet_dsl.ops.core.op import Op

GROUP = "resnet_dsl.ops"
_files: set[str] = set()
_found: dict[str, type[Op]] = {}
_offered: list[str] = []


def find_op(name: str) -> type[Op] | None:
    """The op of that name, or None. Its file is imported then; entry points, when none of our own has the name."""
    if name not in _found:
        _load(name)
    return _found.get(name)


def op_names() -> list[str]:
    """The names of all ops, sorted."""
    _load_entry_points()
    return sorted(_own() | _found.keys())


def refresh() -> None:
    """Forget the ops found, and look again through the folders of `resnet_dsl.ops`."""
    _files.clear()
    _found.clear()
    _offered.clear()


def _own() -> set[str]:
    """The names of the files of ops, which are those of the ops."""
    if not _files:
        files = [name for folder in resnet_dsl.ops.__path__ for name in os.listdir(folder)]
        _files.update(name.removesuffix(".py") for name in files if name.endswith(".py") and not name.startswith("_"))
    return _files


def _load(name: str) -> None:
    if name in _own():
        _register(import_module(f"{resnet_dsl.ops.__name__}.{name}"))
    else:
        _load_entry_points()


def _load_entry_points() -> None:
    if _offered:
        return
    from importlib.metadata import entry_points

    _offered.append("")
    for entry in entry_points(group=GROUP):
        _offered.append(entry.name)
        _register(entry.load())


def _register(module: object) -> None:
    for _, member in getmembers(module, isclass):
        if issubclass(member, Op) and not isabstract(member) and hasattr(member, "name"):
            _found[member.name] = member
