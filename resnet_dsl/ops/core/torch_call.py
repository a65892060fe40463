"""The torch call of an op, as data: what the torch and source backends print."""

from dataclasses import dataclass
from typing import Any

from resnet_dsl.ops.core.kinds import Size


@dataclass(frozen=True)
class Argument:
    """One argument of a torch call.

    `name` is its keyword (printed only for options); it also names the constructor parameter of a block where
    the value differs between instances. An argument equal to `default` is not printed.
    """

    name: str
    value: Any
    default: Any = None
    fixed: bool = False
    """Whether the value is part of the structure, never a constructor parameter (`ceil_mode`, `bias`)."""


@dataclass(frozen=True)
class TorchCall:
    """How an op is written in PyTorch.

    `constructor` is called with `positional` and then `options` by keyword. `function`, where there is one, is
    an expression of `{x}` without state, used instead of a module where no name is needed. `support` is the
    source of a class that torch does not have; it is printed once. With `parameter`, `constructor` makes an
    `nn.Parameter` registered under the member's own name, applied by `function` of `{self}` and `{x}` (rule N7).
    """

    constructor: str
    positional: tuple[Argument, ...] = ()
    options: tuple[Argument, ...] = ()
    function: str = ""
    support: str = ""
    parameter: bool = False


def plain(size: tuple[int, ...]) -> int | tuple[int, ...]:
    """A square size as one integer, as people write it; any other as a plain tuple."""
    return size[0] if len(set(size)) == 1 else tuple(size)


def short(size: Size) -> str:
    """A stride for a label: `2`, or `2×1`."""
    return str(size[0]) if len(set(size)) == 1 else "×".join(map(str, size))
