"""How a training is shown: a bar and lines on a terminal, lines in a pipe, and nothing but the result as JSON."""

import json
import sys
from collections.abc import Iterable
from typing import Any

import click

from resnet_dsl.cli.terminal import heading, is_able
from resnet_dsl.training.progress import Record
from resnet_dsl.training.report import Lines, Reporter, Silent, outcome_line


def make_reporter(*, as_json: bool) -> Reporter:
    """Who tells of a training: with a bar where standard error is a terminal."""
    if as_json:
        return Json()
    return Bar() if is_able(sys.stderr) else Lines()


class Json(Silent):
    """Tells the result."""

    def outcome(self, data: dict[str, Any]) -> None:
        """The result as JSON on standard output."""
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))


class Bar(Lines):
    """Tells a line an epoch, and below them how far the pass through the data is; that is gone in the end."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[loss]}"),
        )
        console = Console(stderr=True, highlight=False)
        self._progress = Progress(*columns, console=console, transient=True)
        self._task: Any = None

    def begin(self, lines: Iterable[str]) -> None:
        """The lines, the first as a heading; the bar comes with the first pass."""
        first, *others = lines
        super().begin([heading(first), *others])

    def phase(self, name: str, epoch: int, epochs: int, done: int, total: int) -> None:
        """A new bar in the place of the last."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        title = f"epoch {epoch}/{epochs} {name}"
        self._task = self._progress.add_task(title, total=total, completed=done, loss="")
        self._progress.start()

    def step(self, loss: float) -> None:
        """One further."""
        self._progress.update(self._task, advance=1, loss=f"loss {loss:.4f}" if loss == loss else "")

    def epoch(self, record: Record, epochs: int, *, best: bool) -> None:
        """The line of the epoch, above the bar."""
        self.end()
        super().epoch(record, epochs, best=best)

    def end(self) -> None:
        """The bar is gone."""
        self._progress.stop()

    def outcome(self, data: dict[str, Any]) -> None:
        """The line of the result, as a heading."""
        self.write(heading(outcome_line(data)))
