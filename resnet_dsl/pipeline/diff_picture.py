"""The picture of what differs between two networks."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from resnet_dsl.backends.core.backend import BackendError, PictureBackend
from resnet_dsl.backends.core.registry import picture_backends, want_all
from resnet_dsl.diagram.view import DEFAULT, Theme, View
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.picture import check_view, format_of
from resnet_dsl.pipeline.specs import Folders


@dataclass(frozen=True)
class DiffPicture:
    """Two networks beside each other, with marks on what differs. It shows itself in a notebook."""

    before: Arch = field(repr=False)
    after: Arch = field(repr=False)
    view: View = field(default=DEFAULT, repr=False)

    @cached_property
    def svg(self) -> str:
        """The picture as SVG."""
        return str(self.render("svg"))

    def render(self, format: str) -> str | bytes:
        """The picture in a format: `svg`, `png`, `pdf`. Raises `BackendError`, and `ValueError` for another format."""
        known = pair_backends()
        run = known[format].run_pair if format in known else None
        if run is None:
            want_all()
            raise ValueError(
                f"no format `{format}` shows two networks: there are {', '.join(f'`{one}`' for one in known)}"
            )
        return run(self.before, self.after, self.view)

    def save(self, path: str | os.PathLike[str], format: str | None = None) -> Path:
        """Write the picture; its suffix says the format, unless that is given. Gives the path back."""
        path = Path(path)
        data = self.render(format or format_of(path, pair_backends()))
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def _repr_svg_(self) -> str | None:
        try:
            return self.svg
        except BackendError:
            return None


def draw_diff(
    before: Arch | Spec,
    after: Arch | Spec,
    /,
    path: str | os.PathLike[str] | None = None,
    format: str | None = None,
    *,
    theme: Theme = "light",
    legend: bool = True,
    input: Input = None,
    folders: Folders = (),
    both: bool = False,
    **parameters: Any,
) -> DiffPicture:
    """Two networks beside each other, what `diff` finds marked: what one has alone, and what differs.

    Networks, `input`, `both` and parameters are as for `diff`, the rest as for `draw`. Raises `ArchError`,
    `BackendError` where nothing is installed that renders, and `ValueError` for an unknown format or theme.
    """
    own = (input, parameters) if both else (None, {})
    first, second = as_arch(before, own[0], folders, own[1]), as_arch(after, input, folders, parameters)
    view = View(theme=theme, legend=legend)
    check_view(first, view)
    picture = DiffPicture(first, second, view)
    if path is not None:
        picture.save(path, format)
    return picture


def pair_backends() -> dict[str, PictureBackend]:
    """The backends that draw two networks beside each other, by name."""
    return {name: one for name, one in picture_backends().items() if one.run_pair is not None}
