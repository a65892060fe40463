"""Pictures of networks."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from resnet_dsl.backends.core.backend import Backend, BackendError
from resnet_dsl.backends.core.registry import backends
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.specs import Folders


@dataclass(frozen=True)
class Picture:
    """A picture of a network, drawn when it is asked for. It shows itself in a notebook.

    Where nothing is installed that renders, all but `dot` raise `BackendError`, which says what to install.
    """

    arch: Arch = field(repr=False)
    name: str

    @cached_property
    def dot(self) -> str:
        """The picture in Graphviz' language."""
        return str(self.render("dot"))

    @cached_property
    def svg(self) -> str:
        """The picture as SVG."""
        data = self.render("svg")
        return data if isinstance(data, str) else data.decode()

    def render(self, format: str) -> str | bytes:
        """The picture in a format: `dot`, `svg`, `png`, `pdf`."""
        return _format(format).run(self.arch)

    def save(self, path: str | os.PathLike[str], format: str | None = None) -> Path:
        """Write the picture; its suffix says the format, unless that is given. Gives the path back."""
        path = Path(path)
        data = self.render(format or format_of(path))
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def _repr_svg_(self) -> str | None:
        try:
            return self.svg
        except BackendError:
            return None


def draw(
    arch: Arch | Spec,
    /,
    path: str | os.PathLike[str] | None = None,
    format: str | None = None,
    *,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Picture:
    """The picture of a network, written to `path` where that is given; its suffix says the format, else it is SVG.

    Raises `ArchError`, `BackendError` where nothing is installed that renders, and `ValueError` for an unknown format.
    """
    resolved = as_arch(arch, input, folders, parameters)
    picture = Picture(resolved, resolved.name)
    if path is not None:
        picture.save(path, format)
    return picture


def picture_formats() -> dict[str, Backend]:
    """The backends that draw, by name."""
    return {name: backend for name, backend in backends().items() if backend.kind == "picture"}


def format_of(path: Path) -> str:
    """The format that a suffix means, SVG where there is none. Raises `ValueError`."""
    if not path.suffix:
        return "svg"
    for name, backend in picture_formats().items():
        if path.suffix.lower() in backend.suffixes:
            return name
    known = ", ".join(f"`{suffix}`" for backend in picture_formats().values() for suffix in backend.suffixes)
    raise ValueError(f"`{path.name}` has no suffix of a picture: there are {known or 'none'}")


def _format(name: str) -> Backend:
    known = picture_formats()
    if name not in known:
        raise ValueError(f"there is no picture format `{name}`: there are {', '.join(f'`{one}`' for one in known)}")
    return known[name]
