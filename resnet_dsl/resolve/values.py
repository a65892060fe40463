"""Values that are no numbers: words, ops and blocks given as arguments."""

from dataclasses import dataclass, field, replace
from typing import Any

from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.kinds import Size, Value, is_integer
from resnet_dsl.ops.core.op import Op
from resnet_dsl.syntax import tree

OWN_WORDS = frozenset(("A", "B", "C", "projection", "inherited", "none", "fan_in", "fan_out"))
"""Bare words of the language itself, which are no ops: for these no other package is searched, which takes long."""


class Word(str):
    """A bare word that names nothing in scope: `same`, `fan_out`, `none`."""

    __slots__ = ()


class Lost:
    """The value of a `let` that a mistake left unknown."""


LOST = Lost()


Options = tuple[tuple[str | None, Any], ...]
"""Arguments that a value is called with later; None for the name of a positional one."""


@dataclass(frozen=True)
class OpValue:
    """An op given as a value, with the options that were bound to it."""

    op: type[Op]
    options: Options = ()

    def bound(self, options: Options) -> "OpValue":
        """This with more options, which override by name."""
        return replace(self, options=_joined(self.options, options))


@dataclass(frozen=True)
class BlockValue:
    """A block given as a value, with the file it is written in and the options that were bound to it."""

    block: tree.Block
    home: Any = field(compare=False, repr=False)
    options: Options = ()

    def bound(self, options: Options) -> "BlockValue":
        """This with more options, which override by name."""
        return replace(self, options=_joined(self.options, options))


def _joined(options: Options, more: Options) -> Options:
    named = {name for name, _ in more} - {None}
    return (*((name, value) for name, value in options if name not in named), *more)


def _written(options: Options) -> str:
    if not options:
        return ""
    return f"({', '.join(f'{name}={_text(value)}' if name else _text(value) for name, value in options)})"


def _text(value: Value) -> str:
    """A value as it is written in the language."""
    written = to_ir(value)
    if isinstance(written, bool):
        return str(written).lower()
    if isinstance(value, tuple) and not isinstance(value, Size):
        return f"({', '.join(map(_text, value))}{',' if len(value) == 1 else ''})"
    return f'"{value}"' if type(value) is str else str(written)


@dataclass(frozen=True)
class Distribution:
    """How a tensor begins: `kaiming_normal(mode=fan_out)`."""

    name: str
    arguments: tuple[tuple[str, Any], ...] = ()


def describe(value: Value) -> str:
    """A value in words, for messages: ``the integer 3``, ``the size 3x3``, ``the op `relu` ``."""
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case int() | float():
            return f"the {'integer' if is_integer(value) else 'float'} {value}"
        case Size():
            return f"the size {value}"
        case tuple():
            return f"a tuple of {len(value)}"
        case Word():
            return f"the word `{value}`"
        case str():
            return f'the text "{value}"'
        case OpValue():
            return f"the op `{value.op.name}`"
        case BlockValue():
            return f"the block `{value.block.name}`"
        case Distribution():
            return f"the distribution `{value.name}`"
        case Deferred():
            return "a value of `residual.index`"
    return "nothing"


def to_ir(value: Value) -> Any:
    """A value as the IR keeps it: ops and blocks as they would be written."""
    match value:
        case OpValue():
            return value.op.name + _written(value.options)
        case BlockValue():
            return value.block.name + _written(value.options)
        case Distribution():
            return value.name
        case Word():
            return str(value)
        case Size():
            return value
        case tuple():
            return tuple(map(to_ir, value))
    return value
