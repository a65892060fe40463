"""Which weights are meant: a file, or published ones by a name that the arch states or by their full name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from resnet_dsl.diagnostics.catalog import UnknownWeights
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Arch, Published
from resnet_dsl.weights.enums import default_of, enum_of, full_names, is_member, member_of, origin_of
from resnet_dsl.weights.fetch import fetch
from resnet_dsl.weights.files import read_file
from resnet_dsl.weights.paths import is_path

DEFAULT = "DEFAULT"


@dataclass(frozen=True)
class Choice:
    """The weights that are meant: what they are called, how they are read, what the arch states of them.

    `member` is that of torchvision's enums, None for a file.
    """

    origin: str
    read: Callable[[], Any]
    published: Published | None = None
    member: Any = None


def choose(weights: Any, arch: Arch, *, progress: bool) -> Choice:
    """The weights that are meant. Raises `ArchError`, and `TypeError` for what can be no weights."""
    if is_path(weights):
        path = Path(weights)
        return Choice(str(path), partial(read_file, path))
    member = _named(weights, arch) if isinstance(weights, str) else weights
    if not is_member(member):
        kinds = "a name, a path or a member of a `WeightsEnum` of torchvision"
        raise TypeError(f"weights are {kinds}, and not of type `{type(weights).__name__}`")
    return Choice(origin_of(member), partial(fetch, member, progress=progress), _statement(member, arch), member)


def _named(name: str, arch: Arch) -> Any:
    """The member of torchvision's enums that a name means. Raises `ArchError`."""
    if "." in name:
        return _full(name)
    if name == DEFAULT:
        return _default(arch)
    stating = [published for published in arch.published if name in published.names]
    if not stating:
        raise _unknown(name, arch)
    return _only([member_of(published, name) for published in stating], name, arch)


def _full(name: str) -> Any:
    known = full_names()
    if name not in known:
        help = suggest(name, known) or "it is as `ResNet50_Weights.IMAGENET1K_V2`; a path has a `/` or a known suffix"
        raise ArchError([UnknownWeights(span=None, text=f"torchvision has no weights `{name}`", help=help)])
    return known[name]


def _default(arch: Arch) -> Any:
    if not arch.published:
        raise _unknown(DEFAULT, arch)
    defaults = [(default_of(published), published) for published in arch.published]
    stated = [member for member, published in defaults if member.name in published.names]
    if not stated:
        said = " and ".join(f"`{member!r}`" for member, _ in defaults)
        text = f"torchvision's default is {said}, which `{arch.name}` does not state"
        raise ArchError([UnknownWeights(span=None, text=text, help=_stated(arch))])
    return _only(stated, DEFAULT, arch)


def _only(members: list[Any], name: str, arch: Arch) -> Any:
    if len(members) > 1:
        help = f"give one by its full name: {' or '.join(f'`{member!r}`' for member in members)}"
        text = f"`{arch.name}` states several weights `{name}`"
        raise ArchError([UnknownWeights(span=None, text=text, help=help)])
    return members[0]


def _unknown(name: str, arch: Arch) -> ArchError:
    names = [stated for published in arch.published for stated in published.names]
    near = suggest(name, names)
    help = f"{near} {_stated(arch)}" if near else _stated(arch)
    text = f"`{arch.name}` states no weights `{name}`" if names else f"`{arch.name}` states no published weights"
    return ArchError([UnknownWeights(span=None, text=text, help=help)])


def _stated(arch: Arch) -> str:
    names = [f"`{stated}`" for published in arch.published for stated in published.names]
    others = "the path of a file, or a full name such as `ResNet50_Weights.IMAGENET1K_V2`"
    return f"it states {', '.join(names)}; give one, or {others}" if names else f"give {others}"


def _statement(member: Any, arch: Arch) -> Published | None:
    """The line of the arch that states a member of torchvision's enums, or None."""
    for published in arch.published:
        if member.name in published.names and enum_of(published) is type(member):
            return published
    return None
