"""A spec to the IR."""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from resnet_dsl.diagnostics.catalog import WrongKind
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.specs import Folders, Opened, open_source, open_spec
from resnet_dsl.resolve.arch import Request, resolve_arch

Spec = str | os.PathLike[str]
Input = str | Sequence[int] | None
INPUT = re.compile(r"[0-9]{1,9}(x[0-9]{1,9}){0,2}")


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
    return _resolve(open_source(text, name, arch, folders), parameters, input)


def resolve_spec(spec: Spec, parameters: Mapping[str, Any], input: Input = None, folders: Folders = ()) -> Arch:
    """As `load`, with the parameters as a mapping: their names may be any. Raises `ArchError`."""
    return _resolve(open_spec(spec, folders), parameters, input)


def as_arch(given: Arch | Spec, input: Input, folders: Folders, parameters: Mapping[str, Any]) -> Arch:
    """A network that is loaded already, or that of a spec. Raises `ArchError`."""
    if not isinstance(given, Arch):
        return resolve_spec(given, parameters, input, folders)
    if parameters or input is not None:
        raise TypeError("parameters and input are given where an arch is loaded; this one is")
    return given


def _resolve(opened: Opened, parameters: Mapping[str, Any], input: Input) -> Arch:
    request = Request(dict(parameters), read_input(input))
    return resolve_arch(opened.arch(), opened.scope, opened.files, request)


def read_input(input: Input) -> tuple[int, ...] | None:
    """The sizes of an input given as `3x299x299` or as a sequence of integers. Raises `ArchError`."""
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
