"""Pictures of networks."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from resnet_dsl.backends.core.backend import BackendError, PictureBackend
from resnet_dsl.backends.core.registry import find_picture_backend, picture_backends, want_all
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.diagram.names import names_of
from resnet_dsl.diagram.view import DEFAULT, Direction, Theme, View
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.specs import Folders

DIRECTIONS: tuple[str, ...] = get_args(Direction)
THEMES: tuple[str, ...] = get_args(Theme)


@dataclass(frozen=True)
class Picture:
    """A picture of a network, drawn when it is asked for. It shows itself in a notebook.

    Where nothing is installed that renders, all but `dot` raise `BackendError`, which says what to install.
    """

    arch: Arch = field(repr=False)
    name: str
    view: View = field(default=DEFAULT, repr=False)

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
        """The picture in a format: `dot`, `svg`, `html`, `png`, `pdf`, `tikz` (a LaTeX document), `tikzpicture`."""
        return _format(format).run(self.arch, self.view)

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
    direction: Direction = "auto",
    depth: int | None = None,
    expand: Iterable[str] = (),
    separate: bool = False,
    theme: Theme = "light",
    links: str = "",
    legend: bool = True,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Picture:
    """The picture of a network, written to `path` where that is given; its suffix says the format, or `format` does.

    A strip runs from the input to the result; each distinct block is opened once, on a card beside it. `direction` is
    `down`, `right` or `auto`. `depth` is how many levels are opened; unsaid, stages are and blocks are not. `expand`
    names blocks, by name or key, that are opened where they stand, or is `("all",)`. With `separate`, normalisations
    and activations are boxes of their own. `theme` is `light`, `dark` or `print`; HTML has
    all three, and `light` leaves the choice to the reader's system. `links` is the address of the folder
    of the file, to whose lines boxes then link.

    Raises `ArchError`, `BackendError` where nothing is installed that renders, and `ValueError` for an unknown format
    or suffix, direction, theme or name to expand.
    """
    resolved = as_arch(arch, input, folders, parameters, draw.__kwdefaults__)
    view = View(
        direction, depth, (expand,) if isinstance(expand, str) else tuple(expand), separate, theme, links, legend
    )
    check_view(resolved, view)
    picture = Picture(resolved, resolved.name, view)
    if path is not None:
        picture.save(path, format)
    return picture


def check_view(arch: Arch, view: View) -> None:
    """Raise `ValueError` for a wish that cannot be met."""
    known = names_of(arch) if view.expand else ()
    for name in view.unknown(known):
        help = suggest(name, known) or "there are `all` and the names of the blocks"
        raise ValueError(f"`{arch.name}` has no block `{name}` to expand: {help}")
    if view.depth is not None and view.depth < 1:
        raise ValueError(f"the depth is {view.depth}, and the least is 1")
    for what, value, values in (("direction", view.direction, DIRECTIONS), ("theme", view.theme, THEMES)):
        if value not in values:
            raise ValueError(f"there is no {what} `{value}`: there are {', '.join(f'`{one}`' for one in values)}")


def format_of(path: Path, known_backends: Mapping[str, PictureBackend] | None = None) -> str:
    """The format that a suffix means, of some backends or of all. Raises `ValueError` for no suffix or another one."""
    suffix = path.suffix.lower()
    if known_backends is None:
        found = find_picture_backend(lambda one: suffix in one.suffixes)
    else:
        found = next((one for one in known_backends.values() if suffix in one.suffixes), None)
    if found is not None:
        return found.name
    want_all()
    there = picture_backends() if known_backends is None else known_backends
    known = ", ".join(f"`{suffix}`" for backend in there.values() for suffix in backend.suffixes)
    raise ValueError(f"`{path.name}` has no suffix of a picture: there are {known or 'none'}")


def _format(name: str) -> PictureBackend:
    found = find_picture_backend(lambda one: one.name == name)
    if found is None:
        want_all()
        known = ", ".join(f"`{one}`" for one in picture_backends())
        raise ValueError(f"there is no picture format `{name}`: there are {known}")
    return found
