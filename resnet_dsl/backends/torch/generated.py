"""Emitted source as a module of this process: one that debuggers, pickle and TorchScript take for an ordinary one.

The text is kept in `linecache`, so that tracebacks and `inspect.getsource` show its lines, and the module stands in
`sys.modules` under a name made of a hash of the text. A pickle of an instance carries the text itself, so that it loads
in a process that has this package and not the `.arch` file.
"""

import linecache
import sys
from hashlib import sha256
from types import ModuleType
from typing import Any

from torch import nn

PREFIX = "resnet_dsl.built."


def load(text: str) -> ModuleType:
    """The module of an emitted text; the same text gives the same module."""
    name = PREFIX + "m" + sha256(text.encode()).hexdigest()[:16]
    if name not in sys.modules:
        sys.modules[name] = _execute(name, text)
    return sys.modules[name]


def _execute(name: str, text: str) -> ModuleType:
    path = f"<{name}>"
    module = ModuleType(name)
    module.__file__ = path
    linecache.cache[path] = (len(text), None, [f"{line}\n" for line in text.removesuffix("\n").split("\n")], path)
    exec(compile(text, path, "exec"), module.__dict__)
    for value in list(vars(module).values()):
        if isinstance(value, type) and value.__module__ == name:
            _carry_source(value, text)
    return module


def _carry_source(made: type, text: str) -> None:
    """Let instances pickle with the text of their class; attached outside the emitted text, which stays plain."""

    def reduce_module(self: nn.Module, protocol: Any) -> Any:
        if type(self) is not made:  # a subclass by a user: its own module has it
            return object.__reduce_ex__(self, protocol)
        return _restore, (text, made.__name__), self.__getstate__()  # type: ignore[no-untyped-call]

    def reduce_tuple(self: Any, protocol: Any) -> tuple[Any, ...]:
        return _restore_tuple, (text, made.__name__, tuple(self))

    if issubclass(made, nn.Module):
        setattr(made, "__reduce_ex__", reduce_module)  # noqa: B010 - a method of another signature
    elif issubclass(made, tuple):
        setattr(made, "__reduce_ex__", reduce_tuple)  # noqa: B010 - a method of another signature


def _restore(text: str, name: str) -> nn.Module:
    """An instance without its state, which pickle sets next."""
    made: type[nn.Module] = getattr(load(text), name)
    return made.__new__(made)


def _restore_tuple(text: str, name: str, values: tuple[Any, ...]) -> Any:
    return getattr(load(text), name)(*values)
