"""The epochs of a training, from wherever it stands to its end."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from resnet_dsl.training.checkpoint import gathered_weights, save_checkpoint
from resnet_dsl.training.errors import Interrupted, TrainingError
from resnet_dsl.training.evaluate import evaluate, summed
from resnet_dsl.training.files import write_whole
from resnet_dsl.training.outcome import BEST, LAST, write_curves, write_tables
from resnet_dsl.training.progress import Record
from resnet_dsl.training.report import Reporter
from resnet_dsl.training.session import Session
from resnet_dsl.training.step import take_step
from resnet_dsl.training.watch import NEVER, Watch

DRAWN_EVERY = 30.0
"""Seconds: curves take longer to draw than a small network to train for an epoch."""


@dataclass
class Loop:
    """A session that trains, its folder, and who is told and asked meanwhile."""

    session: Session
    run: Path
    reporter: Reporter
    watch: Watch
    since: float = 0.0
    drawn: float = field(default_factory=time.monotonic)

    def train(self) -> None:
        """Train to the end. Raises `Interrupted` behind a checkpoint, and `TrainingError`."""
        if self.session.progress.history:
            self._write_derived(last=True)  # a run that was killed behind a checkpoint has not
        while not self.session.progress.finished:
            self.since = time.monotonic() - self.session.progress.seconds
            self._train_epoch()
            self._end_epoch()

    def _train_epoch(self) -> None:
        session, progress = self.session, self.session.progress
        keys = session.training_batches()
        batches = session.batches
        totals = torch.tensor(progress.totals, dtype=torch.float64, device=session.accelerator.device)
        totals = totals * session.is_main  # those of all processes, from a checkpoint
        self._phase("training", progress.position, progress.position + len(keys))
        for images, labels in session.read(session.training, keys):
            loss, sums = take_step(session, images, labels, len(batches[progress.position]))
            totals += sums
            progress.step += 1
            progress.position += 1
            self.watch.saw(progress.step, loss)
            last = progress.position == len(batches) or progress.step == session.steps
            self._after_step(totals, last=last)
        progress.totals = summed(session, totals).tolist()

    def _after_step(self, totals: Tensor, *, last: bool) -> None:
        progress, every = self.session.progress, self.session.job.checkpoint_every
        due = every is not None and progress.step % every == 0 and not last
        stop = self.watch.ask(progress.step, last=last or due)
        self.reporter.step(self.watch.loss)
        if stop or due:
            progress.totals = summed(self.session, totals).tolist()
            self._stop() if stop else self._checkpoint()

    def _end_epoch(self) -> None:
        session, progress = self.session, self.session.progress
        session.share_buffers()
        self._phase("validation", 0, len(session.validation_batches()))
        validated = evaluate(session, self._after_validating)
        record = self._record(*validated)
        progress.history.append(record)
        is_best = progress.best is record
        if is_best:
            self._write_weights(BEST)
        self._turn_page()
        self._checkpoint()
        self._write_derived(last=bool(progress.finished))
        self.reporter.epoch(record, session.epochs, best=is_best)

    def _after_validating(self) -> None:
        self.reporter.step(self.watch.loss)
        if self.watch.received and self.session.processes == 1:
            self._stop()

    def _record(self, loss: float, accuracy: float) -> Record:
        progress = self.session.progress
        total, right, count = progress.totals
        return Record(
            epoch=progress.epoch + 1,
            step=progress.step,
            learning_rate=progress.learning_rate,
            train_loss=total / count,
            train_accuracy=right / count,
            validation_loss=loss,
            validation_accuracy=accuracy,
            seconds=round(time.monotonic() - self.since, 3),
        )

    def _turn_page(self) -> None:
        session, progress = self.session, self.session.progress
        progress.epoch, progress.position = progress.epoch + 1, 0
        progress.totals, progress.seconds = [0.0, 0.0, 0.0], 0.0
        if progress.step >= session.steps:
            progress.finished = "all steps are done"
        elif session.recipe.patience and progress.waited >= session.recipe.patience:
            progress.finished = f"no better accuracy for {progress.waited} epochs"

    def _checkpoint(self) -> None:
        progress = self.session.progress
        if progress.position:
            progress.seconds = time.monotonic() - self.since
        save_checkpoint(self.session, self.run)

    def _stop(self) -> None:
        """Say why the training ends here; behind a checkpoint if it may go on. Raises what says so."""
        progress = self.session.progress
        if self.watch.bad_step < NEVER:
            step = self.watch.bad_step
            raise TrainingError(
                f"the loss of step {step:,} (epoch {progress.epoch + 1}, learning rate {progress.learning_rate:g}) is "
                "no finite number: try a lower learning rate, a longer `warmup`, or `--precision fp32`; the last "
                "checkpoint is from before"
            )
        self._checkpoint()
        self._draw()
        where = f"step {progress.step:,} of {self.session.steps:,} (epoch {progress.epoch + 1})"
        message = f"stopped behind {where}: the same command goes on from the checkpoint in `{self.run}`"
        raise Interrupted(message, self.watch.received)

    def _write_weights(self, name: str) -> None:
        weights = gathered_weights(self.session)
        if self.session.is_main:
            write_whole(self.run / name, weights)

    def _write_derived(self, *, last: bool) -> None:
        """Write what follows from the state: the weights of now, tables, and at times the curves."""
        self._write_weights(LAST)
        if self.session.is_main:
            write_tables(self.run, self.session.progress.history)
            if last or time.monotonic() - self.drawn > DRAWN_EVERY:
                self._draw()

    def _draw(self) -> None:
        if self.session.is_main:
            write_curves(self.run, self.session.progress.history, self.session.job)
            self.drawn = time.monotonic()

    def _phase(self, name: str, done: int, total: int) -> None:
        self.reporter.phase(name, self.session.progress.epoch + 1, self.session.epochs, done, total)
