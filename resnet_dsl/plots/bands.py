"""A sweep by epoch: training loss beside validation accuracy, a line for the mean of the seeds of each combination.

Around a line stands a band of one standard deviation, no further than the seeds themselves have come: no loss falls
below zero, which the logarithmic scale has no place for, and no accuracy rises above 100%.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from resnet_dsl.analysis.spread import Spread
from resnet_dsl.plots.drawing import LOOKS, render
from resnet_dsl.plots.look import MARKERS, Theme

SIZE = (9.6, 4.4)
FAINT = 0.18
STYLES = ("-", "--", ":", "-.")
PANELS = {"train_loss": "training loss", "validation_accuracy": "validation accuracy"}
Epoch = Mapping[str, float]
Line = tuple[str, Sequence[Sequence[Epoch]]]
"""A label, and the epochs of each seed, as `epochs.jsonl` has them."""


def draw_bands(lines: Sequence[Line], form: str, theme: str = "light") -> bytes:
    """The plot in a format, `svg` or `png`; the same bytes at every time."""
    return render(lambda: bands(lines, LOOKS[theme]), LOOKS[theme], form)


def bands(lines: Sequence[Line], theme: Theme) -> Figure:
    """The plot. At an epoch that not all seeds have come to, the others count."""
    figure = Figure(figsize=SIZE, layout="constrained")
    loss, accuracy = figure.subplots(1, 2)
    for axes, key in zip((loss, accuracy), PANELS, strict=True):
        for i, (label, seeds) in enumerate(lines):
            _draw(axes, label, _by_epoch(seeds, key), i, theme)
        axes.set_xlabel("epoch")
        axes.set_ylabel(PANELS[key])
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(True)
    loss.set_yscale("log")
    loss.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    accuracy.yaxis.set_major_formatter(PercentFormatter(1.0))
    accuracy.legend(loc="best")
    return figure


def _by_epoch(seeds: Sequence[Sequence[Epoch]], key: str) -> list[list[float]]:
    """The values of all seeds at each epoch."""
    epochs = zip_longest(*([epoch[key] for epoch in epochs] for epochs in seeds))
    return [[value for value in values if value is not None] for values in epochs]


def _draw(axes: Axes, label: str, values: list[list[float]], i: int, theme: Theme) -> None:
    spreads = [spread for at_epoch in values if (spread := Spread.of(at_epoch)) is not None]
    turn, place = divmod(i, len(theme.colours))
    colour, marker = theme.colours[place], MARKERS[i % len(MARKERS)] if len(spreads) == 1 else None
    epochs, means = range(1, len(spreads) + 1), [spread.mean for spread in spreads]
    axes.plot(epochs, means, STYLES[turn % len(STYLES)], color=colour, label=label, marker=marker)
    widths = [spread.deviation or 0.0 for spread in spreads]
    if any(widths):
        sides = list(zip(means, widths, values, strict=True))
        low = [max(mean - width, min(seen)) for mean, width, seen in sides]
        high = [min(mean + width, max(seen)) for mean, width, seen in sides]
        axes.fill_between(epochs, low, high, color=colour, alpha=FAINT, linewidth=0)
