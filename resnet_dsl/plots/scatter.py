"""Parameters against multiply-adds, a point a network."""

import re
from collections.abc import Sequence
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from resnet_dsl.analysis.comparison import Comparison
from resnet_dsl.analysis.figures import brief
from resnet_dsl.plots.labels import place_labels
from resnet_dsl.plots.look import MARKERS, Theme

SIZE = (7.2, 5.0)
POINT = 46
WIDE = 8
"""From which ratio of the greatest to the least value an axis is logarithmic."""
SEVERAL_DECADES = 1000
ROOM = 0.12
"""Of the range of the values that is left free beside them."""


def scatter(comparison: Comparison, theme: Theme) -> Figure:
    """The plot: families, which are told by the beginning of the names, have a colour and a shape each."""
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    networks = comparison.networks
    points = [(one.cost.macs, one.cost.all_parameters) for one in networks]
    _scale(axes, "x", [x for x, _ in points])
    _scale(axes, "y", [y for _, y in points])
    families = list(dict.fromkeys(_family(one.name) for one in networks))
    for i, family in enumerate(families):
        members = [point for one, point in zip(networks, points, strict=True) if _family(one.name) == family]
        colour, marker = theme.colours[i % len(theme.colours)], MARKERS[(i + i // len(theme.colours)) % len(MARKERS)]
        xs, ys = zip(*members, strict=True)
        axes.scatter(xs, ys, s=POINT, color=colour, marker=marker, label=family, zorder=3)
    axes.set_xlabel("multiply-adds")
    axes.set_ylabel("parameters")
    axes.grid(True)
    if len(families) > 1:
        axes.legend(loc="best")
    place_labels(figure, axes, [one.name for one in networks], points, theme)
    return figure


def _family(name: str) -> str:
    """What a name begins with, up to its first number: `wide_resnet` of `wide_resnet50_2`, `inception` of its `_v3`."""
    match = re.match(r"(\D+?)(_v?)?(\d|$)", name)
    return match[1] if match and len(match[1]) > 1 else name


def _scale(axes: Axes, which: Literal["x", "y"], values: Sequence[int]) -> None:
    """The limits of an axis, logarithmic where the values differ much, and its numbers."""
    low, high = min(values), max(values)
    axis = axes.xaxis if which == "x" else axes.yaxis
    if low > 0 and high / low >= WIDE:
        room = (high / low) ** ROOM
        axes.set(**{f"{which}scale": "log", f"{which}lim": (low / room, high * room)})
        axis.set_major_locator(LogLocator(10, subs=_steps(high / low)))
        axis.set_minor_locator(NullLocator())
    else:
        room = (high - low or high or 1) * ROOM
        axes.set(**{f"{which}lim": (max(low - room, 0), high + room)})
    axis.set_major_formatter(FuncFormatter(lambda value, _: brief(round(value))))


def _steps(range: float) -> tuple[float, ...]:
    """The multiples of powers of ten that are marked."""
    return (1, 2, 5) if range < SEVERAL_DECADES else (1,)
