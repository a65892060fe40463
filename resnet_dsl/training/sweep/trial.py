"""A trial: one training of a sweep, as it is sent to a worker and as it comes back."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.load import Asked, Input
from resnet_dsl.pipeline.runs import EPOCHS, RESULT
from resnet_dsl.pipeline.specs import open_spec
from resnet_dsl.training.errors import Interrupted
from resnet_dsl.training.report import Silent
from resnet_dsl.training.sweep.grid import Combination
from resnet_dsl.training.train import Wishes, train_asked


@dataclass(frozen=True)
class Trial:
    """A training that is to be run, or was: `wishes` have its seed and its folder, `base` is where paths begin."""

    combination: Combination
    wishes: Wishes
    input: Input
    folders: tuple[str, ...]
    base: str

    @property
    def seed(self) -> int:
        """Its seed."""
        return self.wishes.seed

    @property
    def folder(self) -> Path:
        """Its folder."""
        assert self.wishes.out is not None
        return self.wishes.out

    @property
    def label(self) -> str:
        """`resnet20 shortcut=A seed 0`."""
        return f"{self.combination.label} seed {self.seed}"

    def read(self) -> dict[str, Any] | None:
        """What it came to, None where it is not finished."""
        try:
            result = json.loads((self.folder / RESULT).read_text(encoding="utf-8"))
            lines = (self.folder / EPOCHS).read_text(encoding="utf-8").splitlines()
            return {**result, "history": [json.loads(line) for line in lines]}
        except (OSError, ValueError):
            return None


@dataclass(frozen=True)
class Ended:
    """How a trial has ended: well, unless `failed` says why not, or a `signal` has stopped it."""

    trial: Trial
    failed: str = ""
    signal: int = 0


def run_trial(trial: Trial) -> Ended:
    """Run a trial, in whatever process this is. What goes wrong comes back as a text: some errors cannot travel."""
    os.chdir(trial.base)
    try:
        asked = Asked(open_spec(trial.combination.spec, trial.folders), trial.combination.parameters, trial.input)
        train_asked(asked, trial.combination.spec, trial.wishes, Silent())
    except Interrupted as error:
        return Ended(trial, signal=error.signal)
    except Exception as error:  # whatever it is, the other trials go on
        return Ended(trial, failed=said(error))
    return Ended(trial)


def said(error: Exception) -> str:
    """What an error says, in as many lines as it takes."""
    if isinstance(error, ArchError):
        return "\n".join(_diagnostic(one) for one in error.diagnostics)
    return str(error) or type(error).__name__


def _diagnostic(one: Any) -> str:
    return f"{one.code}: {one.message}{f'; {one.help}' if one.help else ''}"


def all_read(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """What the finished ones of some trials came to."""
    return [result for trial in trials if (result := trial.read()) is not None]
