"""A spec to the IR."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resnet_dsl.diagnostics.catalog import WrongKind
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.validated import validated
from resnet_dsl.pipeline.specs import Folders, Opened, open_source, open_spec
from resnet_dsl.resolve.arch import Request, resolve_arch

Spec = str | os.PathLike[str]
Input = str | Sequence[int] | None
INPUT = re.compile(r"[0-9]{1,9}(x[0-9]{1,9}){0,2}")


@dataclass(frozen=True)
class Asked:
    """A network as it is asked for: the file, parameters, an input. It can be resolved at other parameters too."""

    opened: Opened
    parameters: Mapping[str, Any]
    input: Input = None

    def resolve(self, parameters: Mapping[str, Any] | None = None) -> Arch:
        """The network, at its own parameters unless others are given. Raises `ArchError`."""
        chosen = self.parameters if parameters is None else parameters
        request = Request(dict(chosen), read_input(self.input))
        return resolve_arch(self.opened.arch(), self.opened.scope, self.opened.files, request)


def load(spec: Spec, /, *, input: Input = None, folders: Folders = (), **parameters: Any) -> Arch:
    """The network that a spec names: parsed, resolved and with its shapes; no torch.

    A spec is a bundled name (`resnet50`), a path (`my/net.arch`), `path.arch:name` where a file holds several archs,
    or `-` for standard input. `input` is `"3x299x299"` or a tuple; `folders` are where imports are looked up besides;
    parameters that are texts are expressions of the language. Raises `ArchError`.
    """
    return resolve_spec(spec, parameters, input, folders)


def loads(
    text: str,
    /,
    *,
    name: str = "<text>",
    arch: str | None = None,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Arch:
    """The network of a text; `name` is what messages call it, `arch` which of several is meant. Raises `ArchError`."""
    return Asked(open_source(text, name, arch, folders), parameters, input).resolve()


def resolve_spec(spec: Spec, parameters: Mapping[str, Any], input: Input = None, folders: Folders = ()) -> Arch:
    """As `load`, with the parameters as a mapping: their names may be any. Raises `ArchError`."""
    return Asked(open_spec(spec, folders), parameters, input).resolve()


def as_arch(
    given: Arch | Spec,
    input: Input,
    folders: Folders,
    parameters: Mapping[str, Any],
    options: Iterable[str] | None = None,
) -> Arch:
    """A network that is loaded already, or that of a spec; `options` are what the caller takes besides parameters.

    Raises `ArchError`, `TypeError` where a network that is loaded is given parameters or an input, and `ValueError` for
    one that was put together by hand and is none.
    """
    if not isinstance(given, Arch):
        return resolve_spec(given, parameters, input, folders)
    name = next(iter(parameters), "input" if input is not None else None)
    if name is not None:
        help = suggest(name, options or ()) if name in parameters else ""
        raise TypeError(
            f"`{name}` cannot be given: `{given.name}` is loaded already, and takes no parameters and no input"
            + (f"; {help}" if help else "")
        )
    return validated(given)


def read_input(input: Input) -> tuple[int, ...] | None:
    """The sizes of an input given as `3x299x299`, as a sequence of integers or as one. Raises `ArchError`."""
    if isinstance(input, int):
        input = (input,)
    if input is None:
        return None
    if isinstance(input, str):
        sizes: Sequence[Any] = input.split("x") if INPUT.fullmatch(input) else ()
        sizes = [int(size) for size in sizes]
    else:
        sizes = input
    if not sizes or any(type(size) is not int for size in sizes):
        help = "give it as `3x299x299`, or as a tuple of integers"
        raise ArchError([WrongKind(span=None, text=f"the input cannot be `{input}`", help=help)])
    return tuple(sizes)
