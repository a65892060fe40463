"""Plots of networks side by side."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from resnet_dsl.analysis.comparison import Comparison
from resnet_dsl.pipeline.needed import needed

KINDS = ("scatter", "stages")
"""Parameters against multiply-adds; the cost of each stage."""
THEMES = ("light", "dark")
FORMATS = ("svg", "png", "pdf")


@dataclass(frozen=True)
class Plot:
    """A plot, drawn when it is asked for. It shows itself in a notebook.

    Raises `ImportError` where matplotlib is not installed, `ValueError` for an unknown kind, theme or format.
    """

    comparison: Comparison = field(repr=False)
    kind: str = KINDS[0]
    theme: str = THEMES[0]

    def __post_init__(self) -> None:
        _require("plot", self.kind, KINDS)
        _require("theme", self.theme, THEMES)

    def render(self, format: str = "svg") -> bytes:
        """The plot in a format: `svg`, `png`, `pdf`."""
        _require("format", format, FORMATS)
        with needed("drawing a plot"):
            from resnet_dsl.plots.drawing import draw
        return draw(self.comparison, self.kind, self.theme, format)

    @property
    def svg(self) -> str:
        """The plot as SVG."""
        return self.render("svg").decode()

    def save(self, path: str | os.PathLike[str], format: str | None = None) -> Path:
        """Write the plot; the suffix of the path says the format, unless that is given. Gives the path back."""
        path = Path(path)
        path.write_bytes(self.render(format or format_of(path)))
        return path

    def _repr_svg_(self) -> str:
        return self.svg


def format_of(path: Path) -> str:
    """The format that a suffix means, SVG where there is none. Raises `ValueError`."""
    if not path.suffix:
        return "svg"
    format = path.suffix.lower().removeprefix(".")
    if format not in FORMATS:
        known = ", ".join(f"`.{one}`" for one in FORMATS)
        raise ValueError(f"`{path.name}` has no suffix of a plot: there are {known}")
    return format


def _require(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"there is no {what} `{value}`: there are {', '.join(f'`{one}`' for one in known)}")
