"""Accuracy by epoch: of each combination the mean over its seeds, and a band of one standard deviation around it."""

from collections.abc import Sequence
from itertools import zip_longest

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from resnet_dsl.analysis.spread import Spread
from resnet_dsl.plots.drawing import LOOKS, render
from resnet_dsl.plots.look import MARKERS, Theme

SIZE = (7.2, 4.6)
FAINT = 0.18
STYLES = ("-", "--", ":", "-.")
Line = tuple[str, Sequence[Sequence[float]]]
"""A label, and the values of each seed by epoch."""


def draw_bands(lines: Sequence[Line], form: str, theme: str = "light") -> bytes:
    """The plot in a format, `svg` or `png`; the same bytes at every time."""
    return render(lambda: bands(lines, LOOKS[theme]), LOOKS[theme], form)


def bands(lines: Sequence[Line], theme: Theme) -> Figure:
    """The plot. At an epoch that not all seeds have come to, the others count."""
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    for i, (label, seeds) in enumerate(lines):
        _draw(axes, label, seeds, i, theme)
    axes.set_xlabel("epoch")
    axes.set_ylabel("validation accuracy")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.grid(True)
    axes.legend(loc="best")
    return figure


def _draw(axes: Axes, label: str, seeds: Sequence[Sequence[float]], i: int, theme: Theme) -> None:
    spreads = [spread for values in zip_longest(*seeds) if (spread := Spread.of(values)) is not None]
    turn, place = divmod(i, len(theme.colours))
    colour, marker = theme.colours[place], MARKERS[i % len(MARKERS)] if len(spreads) == 1 else None
    epochs, means = range(1, len(spreads) + 1), [spread.mean for spread in spreads]
    axes.plot(epochs, means, STYLES[turn % len(STYLES)], color=colour, label=label, marker=marker)
    widths = [spread.deviation or 0.0 for spread in spreads]
    if any(widths):
        low = [mean - width for mean, width in zip(means, widths, strict=True)]
        high = [mean + width for mean, width in zip(means, widths, strict=True)]
        axes.fill_between(epochs, low, high, color=colour, alpha=FAINT, linewidth=0)
