"""Plots as bytes. Nothing of matplotlib's global state is used or left changed, and no date is written."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from matplotlib import rc_context, rcParamsDefault
from matplotlib.figure import Figure

from resnet_dsl.analysis.comparison import Comparison
from resnet_dsl.plots.look import DARK, LIGHT, Theme
from resnet_dsl.plots.scatter import scatter
from resnet_dsl.plots.stages import stages

DRAWERS: dict[str, Callable[[Comparison, Theme], Figure]] = {"scatter": scatter, "stages": stages}
LOOKS = {"light": LIGHT, "dark": DARK}
UNDATED: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What each format would otherwise say of when and by which version it was written."""
SALT = "resnet-dsl"
RESOLUTION = 150


def draw(comparison: Comparison, kind: str, theme: str, format: str) -> bytes:
    """A plot of a kind, in a theme and a format; the same bytes at every time."""
    return render(lambda: DRAWERS[kind](comparison, LOOKS[theme]), LOOKS[theme], format)


def render(make: Callable[[], Figure], theme: Theme, format: str) -> bytes:
    """A figure that is made with the settings of a theme, in a format; the same bytes at every time."""
    own: Any = {name: value for name, value in rcParamsDefault.items() if not name.startswith("backend")}
    target = BytesIO()
    with rc_context(own | theme.parameters | {"svg.hashsalt": SALT}):
        make().savefig(target, format=format, dpi=RESOLUTION, metadata=UNDATED[format])
    return target.getvalue()
