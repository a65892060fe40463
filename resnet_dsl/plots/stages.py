"""What each stage costs, a bar a network: its multiply-adds, and its parameters beside them."""

from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from resnet_dsl.analysis.comparison import Comparison, Stage
from resnet_dsl.analysis.comparison.stages import stage_name
from resnet_dsl.analysis.figures import brief, rounded
from resnet_dsl.plots.look import BLUE, HEAD, STAGES, Theme

WIDTH = 9.0
FRAME, BAR = 1.35, 0.34
"""Inches of height around the bars, and of each bar."""
READABLE = 0.08
"""Of the longest bar: from there on a part has its share written in it."""
END = 1.16
Amount = Callable[[Stage], int]


def stages(comparison: Comparison, theme: Theme) -> Figure:
    """The plot: parts of a bar are coloured by the size that they work at, the greatest first."""
    networks = comparison.networks
    figure = Figure(figsize=(WIDTH, FRAME + BAR * len(networks)), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    _bars(left, comparison, lambda stage: stage.cost.macs, theme)
    _bars(right, comparison, lambda stage: stage.cost.parameters_without_training, theme)
    left.set_xlabel("multiply-adds")
    right.set_xlabel("parameters, without side results")
    left.set_yticks(range(len(networks)), [one.name for one in networks], color=theme.ink)
    left.invert_yaxis()
    handles, labels = left.get_legend_handles_labels()
    title = "input size divided by"
    figure.legend(handles, labels, loc="outside upper center", ncols=len(labels), title=title, handlelength=1)
    return figure


def _bars(axes: Axes, comparison: Comparison, amount: Amount, theme: Theme) -> None:
    networks, halvings = comparison.networks, comparison.halvings
    totals = [sum(map(amount, one.stages)) for one in networks]
    longest = max([*totals, 1])
    starts = [0] * len(networks)
    for size in halvings:
        values = [sum(amount(stage) for stage in one.stages if stage.halvings == size) for one in networks]
        colour = HEAD if size is None else STAGES[size % len(STAGES)]
        axes.barh(
            range(len(networks)), values, left=starts, height=0.72, color=colour, label=stage_name(size).lstrip("/"),
            edgecolor=theme.ground, linewidth=0.8,
        )  # fmt: skip
        ink = "white" if colour == BLUE else "black"
        _shares(axes, starts, values, totals, longest, ink)
        starts = [start + value for start, value in zip(starts, values, strict=True)]
    for row, total in enumerate(totals):
        axes.text(total + longest * 0.01, row, rounded(total), va="center", fontsize=8)
    axes.set_xlim(0, longest * END)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: brief(round(value))))
    axes.grid(True, axis="x")
    axes.tick_params(axis="y", length=0)


def _shares(
    axes: Axes, starts: Sequence[int], values: Sequence[int], totals: Sequence[int], longest: int, ink: str
) -> None:
    """The shares of a stage, written where the part of the bar is long enough."""
    for row, (start, value, total) in enumerate(zip(starts, values, totals, strict=True)):
        if value >= longest * READABLE:
            axes.text(start + value / 2, row, f"{value / total:.0%}", ha="center", va="center", fontsize=7, color=ink)
