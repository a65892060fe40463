"""What a training tells while it runs."""

import sys
from collections.abc import Iterable
from typing import Any, Protocol

from resnet_dsl.training.progress import Record


class Reporter(Protocol):
    """Is told how a training goes; all of it in the main process only."""

    def begin(self, lines: Iterable[str]) -> None:
        """What is trained, with what, and where it is kept."""

    def phase(self, name: str, epoch: int, epochs: int, done: int, total: int) -> None:
        """A pass through the data begins, `training` or `validation`, some of whose steps may be done already."""

    def step(self, loss: float) -> None:
        """A step of the pass is done; the loss is the last one known."""

    def epoch(self, record: Record, epochs: int, *, best: bool) -> None:
        """An epoch is over."""

    def end(self) -> None:
        """The training has stopped, for whatever reason."""

    def outcome(self, data: dict[str, Any]) -> None:
        """What the training has come to, as `Outcome.to_data` gives it."""


class Silent:
    """Tells nothing."""

    def begin(self, lines: Iterable[str]) -> None:
        """Nothing."""

    def phase(self, name: str, epoch: int, epochs: int, done: int, total: int) -> None:
        """Nothing."""

    def step(self, loss: float) -> None:
        """Nothing."""

    def epoch(self, record: Record, epochs: int, *, best: bool) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""

    def outcome(self, data: dict[str, Any]) -> None:
        """Nothing."""


class Lines(Silent):
    """Tells a line an epoch."""

    def begin(self, lines: Iterable[str]) -> None:
        """The lines."""
        for line in lines:
            self.write(line)

    def epoch(self, record: Record, epochs: int, *, best: bool) -> None:
        """The line of the epoch."""
        self.write(epoch_line(record, epochs, best=best))

    def outcome(self, data: dict[str, Any]) -> None:
        """The line of the best epoch."""
        self.write(outcome_line(data))

    def write(self, line: str) -> None:
        """A line on standard output, at once."""
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def epoch_line(record: Record, epochs: int, *, best: bool) -> str:
    """What is told of an epoch: losses, and accuracies behind them; the best so far is marked."""
    width = len(str(epochs))
    return (
        f"epoch {record.epoch:{width}}/{epochs}  "
        f"training {record.train_loss:.4f} ({record.train_accuracy:.2%})  "
        f"validation {record.validation_loss:.4f} ({record.validation_accuracy:.2%})  "
        f"{record.seconds:.1f} s{'  best' if best else ''}"
    )


def outcome_line(data: dict[str, Any]) -> str:
    """What a training has come to."""
    best = data["best"]
    return (
        f"best: epoch {best['epoch']} with a validation accuracy of {best['validation_accuracy']:.2%}, weights in "
        f"`{data['best_weights']}`; {data['finished']}, {data['seconds']:.0f} s"
    )
