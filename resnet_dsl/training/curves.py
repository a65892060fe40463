"""Learning curves: loss and accuracy by epoch, as a picture that is the same for the same numbers."""

from collections.abc import Sequence
from io import BytesIO

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from resnet_dsl.training.progress import Record

SIZE = (9.0, 3.6)
PARTS = {"train": ("training", "#5b8fc9", "--"), "validation": ("validation", "#c9603b", "-")}


def curves(history: Sequence[Record], title: str, form: str) -> bytes:
    """The picture of a training, `svg` or `png`."""
    with rc_context({"svg.hashsalt": "resnet-dsl", "font.size": 9}):
        figure = Figure(figsize=SIZE, layout="constrained")
        loss, accuracy = figure.subplots(1, 2)
        _draw(loss, history, "loss")
        loss.set_yscale("log")  # the first epochs would flatten all others
        loss.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        _draw(accuracy, history, "accuracy")
        accuracy.yaxis.set_major_formatter(PercentFormatter(1.0))
        _mark_best(accuracy, history)
        accuracy.legend(frameon=False)
        figure.suptitle(title)
        data = BytesIO()
        figure.savefig(data, format=form, dpi=120, metadata={"Date": None} if form == "svg" else {"Software": None})
    return data.getvalue()


def _draw(axes: Axes, history: Sequence[Record], what: str) -> None:
    epochs = [record.epoch for record in history]
    for part, (label, colour, style) in PARTS.items():
        values = [getattr(record, f"{part}_{what}") for record in history]
        axes.plot(epochs, values, style, color=colour, label=label, marker="o" if len(epochs) == 1 else None)
    axes.set_xlabel("epoch")
    axes.set_ylabel(what)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)


def _mark_best(axes: Axes, history: Sequence[Record]) -> None:
    best = max(history, key=lambda record: record.validation_accuracy)
    colour = PARTS["validation"][1]
    axes.plot(
        [best.epoch], [best.validation_accuracy], "o", color=colour, label=f"best: {best.validation_accuracy:.2%}"
    )
