"""Ops by name: those in the files of this package, and those that other packages offer."""

import os
from functools import cache
from importlib import import_module
from inspect import getmembers, isabstract, isclass
from types import ModuleType

import resnet_dsl.ops
from resnet_dsl.ops.core.op import Op
from resnet_dsl.plugins import Plugins

GROUP = "resnet_dsl.ops"
_found: dict[str, type[Op]] = {}


def find_op(name: str) -> type[Op] | None:
    """The op of that name, or None. Its file is imported then; entry points, when none of our own has the name.

    An entry point that fails is told of by `op_names` and `want_all`, which are for names that mean nothing.
    """
    if name not in _found:
        _load(name)
    return _found.get(name)


def op_names() -> list[str]:
    """The names of all ops, sorted. Raises `PluginError` where an entry point fails, whose ops have names as well."""
    want_all()
    return sorted(_own() | _found.keys())


def want_all() -> None:
    """What is asked for where a name means nothing. Raises `PluginError` where another package's ops fail."""
    _plugins.want_all()


def refresh() -> None:
    """Forget the ops found, and look again through the folders of `resnet_dsl.ops`."""
    _own.cache_clear()
    _found.clear()
    _plugins.forget()


@cache
def _own() -> frozenset[str]:
    """The names of the files of ops, which are those of the ops."""
    files = [name for folder in resnet_dsl.ops.__path__ for name in os.listdir(folder)]
    return frozenset(name.removesuffix(".py") for name in files if name.endswith(".py") and not name.startswith("_"))


def _load(name: str) -> None:
    if name in _own():
        _found.update(_ops(import_module(f"{resnet_dsl.ops.__name__}.{name}")))
    else:
        _plugins.load()


def _ops(module: ModuleType) -> dict[str, type[Op]]:
    """The ops of a module, those that it imports among them."""
    classes = [member for _, member in getmembers(module, isclass) if issubclass(member, Op)]
    return {member.name: member for member in classes if not isabstract(member) and hasattr(member, "name")}


def _register(module: ModuleType) -> None:
    """Take the ops of another package, but for those with the name of one of our own or of one that came before."""
    for name, op in _ops(module).items():
        if name not in _own():
            _found.setdefault(name, op)


_plugins = Plugins(GROUP, _register)
