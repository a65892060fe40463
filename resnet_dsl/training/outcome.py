"""What a training leaves behind for people: tables, curves, and what it came to."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from resnet_dsl.pipeline.runs import EPOCHS
from resnet_dsl.training.curves import curves
from resnet_dsl.training.files import write_whole
from resnet_dsl.training.job import Job
from resnet_dsl.training.progress import Record

BEST, LAST = "best.safetensors", "last.safetensors"
CURVES = ("curves.svg", "curves.png")


@dataclass(frozen=True)
class Outcome:
    """A training at its end: `model` has the last weights, `folder` the best ones too.

    `measured` are the fields of `Measured`; a run that ended before there were any has none.
    """

    model: Any
    name: str
    data: str
    folder: Path
    history: tuple[Record, ...]
    finished: str
    notes: tuple[str, ...] = ()
    measured: Mapping[str, Any] = field(default_factory=dict)

    @property
    def best(self) -> Record:
        """The epoch of the highest validation accuracy."""
        return max(self.history, key=lambda record: record.validation_accuracy)

    @property
    def accuracy(self) -> float:
        """The highest validation accuracy, between 0 and 1."""
        return self.best.validation_accuracy

    def to_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "name": self.name,
            "data": self.data,
            "folder": str(self.folder),
            "finished": self.finished,
            "epochs": len(self.history),
            "steps": self.history[-1].step,
            "seconds": round(sum(record.seconds for record in self.history), 3),
            "best": asdict(self.best),
            "last": asdict(self.history[-1]),
            "best_weights": str(self.folder / BEST),
            "last_weights": str(self.folder / LAST),
            "notes": list(self.notes),
            "measured": dict(self.measured),
        }

    def _repr_markdown_(self) -> str:
        return f"`{self.name}` on {self.data}: {self.accuracy:.2%} in epoch {self.best.epoch}, `{self.folder}`"


def write_tables(run: Path, history: list[Record]) -> None:
    """Write the epochs as CSV and as lines of JSON. Raises `TrainingError`."""
    rows = [asdict(record) for record in history]
    write_whole(run / "epochs.csv", _csv(rows))
    write_whole(run / EPOCHS, "".join(f"{json.dumps(row)}\n" for row in rows))


def write_curves(run: Path, history: list[Record], job: Job) -> None:
    """Write the curves of the epochs, if there are any. Raises `TrainingError`."""
    for name in CURVES if history else ():
        write_whole(run / name, curves(history, f"{job.arch.name} on {job.data.name}", Path(name).suffix[1:]))


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Record)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
