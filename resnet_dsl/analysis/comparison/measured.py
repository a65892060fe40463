"""What was measured of networks in trainings, beside what is counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from resnet_dsl.analysis.comparison.numbers import mebibytes
from resnet_dsl.analysis.spread import UNKNOWN, Spread, shown, spread_data
from resnet_dsl.analysis.table import Column

COLUMNS = (
    Column("name"),
    Column("data"),
    Column("runs", right=True),
    Column("best accuracy", right=True),
    Column("training", right=True),
    Column("inference", right=True),
    Column("peak memory", right=True),
)
CONVENTION = (
    "mean ± standard deviation over runs that differ in their seed alone; inference: of one image, in batches; peak "
    "memory: of the process, or on the GPU"
)
MILLISECONDS, MILLISECOND_PLACES = 1000, 3


@dataclass(frozen=True)
class Measured:
    """The runs of a network that differ in their seed alone.

    `accuracy` is the highest on the validation images, `training` the seconds of all epochs, `inference` the seconds
    of an image, `memory` the bytes in use at most; None for what the runs have not recorded.
    """

    data: str
    accuracy: Spread | None
    training: Spread | None
    inference: Spread | None
    memory: Spread | None
    folders: tuple[str, ...]

    def cells(self) -> Iterator[str]:
        """The cells behind the name."""
        yield from (self.data, f"{len(self.folders)}")
        yield shown(self.accuracy, lambda share: f"{share:.2%}")
        yield shown(self.training, lambda seconds: f"{seconds:,.1f} s")
        yield shown(self.inference, lambda seconds: f"{seconds * MILLISECONDS:,.{MILLISECOND_PLACES}f} ms")
        yield shown(self.memory, lambda size: mebibytes(round(size)))

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        spreads = {"accuracy": self.accuracy, "training_seconds": self.training}
        spreads |= {"inference_seconds": self.inference, "peak_memory": self.memory}
        found: dict[str, Any] = {name: spread_data(spread) for name, spread in spreads.items()}
        return {"data": self.data, **found, "runs": list(self.folders)}


def cells(measured: Measured | None) -> tuple[str, ...]:
    """The cells of a network behind its name, unknown where it was not trained."""
    return tuple(measured.cells()) if measured else ("", "0", *[UNKNOWN] * (len(COLUMNS) - 3))
