"""What a sweep is to do: its combinations as networks fitted to the data, and the trials of each."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from resnet_dsl.analysis.cost import Cost, arch_cost
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.load import Asked, Input
from resnet_dsl.pipeline.specs import open_spec
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.job import Job
from resnet_dsl.training.sweep.grid import Combination
from resnet_dsl.training.sweep.table import Row
from resnet_dsl.training.sweep.trial import Trial, all_read, said
from resnet_dsl.training.train import Wishes, make_job, open_wishes

BACKEND = "loky"
SHORT = 8


@dataclass(frozen=True)
class Plan:
    """What is swept over, how each trial is trained, how many at once and by what of joblib."""

    combinations: Sequence[Combination]
    seeds: Sequence[int]
    wishes: Wishes
    input: Input = None
    folders: tuple[str, ...] = ()
    jobs: int = 1
    backend: str = BACKEND


@dataclass
class Point:
    """A combination of a plan: its cost and its trials, or in `failed` why there are none."""

    combination: Combination
    cost: Cost | None = None
    trials: list[Trial] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)

    def row(self, seeds: Sequence[int]) -> Row:
        """What it came to."""
        return Row(self.combination, self.cost, tuple(seeds), tuple(all_read(self.trials)), self.failed)


class Networks:
    """The networks of a plan, fitted to the data. Raises `TrainingError` for data, recipe and precision."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.data, self.recipe = open_wishes(plan.wishes)
        self.wishes = replace(plan.wishes, recipe=self.recipe, settings={}, out=None)
        self.errors: list[Exception] = []
        self.jobs = {combination.label: self._job(combination) for combination in plan.combinations}

    def _job(self, combination: Combination) -> Job | Exception:
        try:
            asked = Asked(open_spec(combination.spec, self.plan.folders), combination.parameters, self.plan.input)
            return make_job(asked, combination.spec, self.wishes, self.data, self.recipe)
        except (ArchError, SettingError) as error:
            self.errors.append(error)
            return error

    @property
    def folder(self) -> Path:
        """The folder of the sweep: as given, or one that the same sweep finds again, with any number of seeds."""
        if self.plan.wishes.out is not None:
            return self.plan.wishes.out
        members = [
            {**job.identity(1), "seed": None} if isinstance(job, Job) else label for label, job in self.jobs.items()
        ]
        return Path("sweeps", f"{self.data.name}-{_hash(members)}")

    def point(self, combination: Combination, folder: Path) -> Point:
        """The trials of a combination."""
        job = self.jobs[combination.label]
        if not isinstance(job, Job):
            return Point(combination, failed=dict.fromkeys(self.plan.seeds, said(job)))
        return Point(
            combination, arch_cost(job.arch), [self._trial(combination, job, s, folder) for s in self.plan.seeds]
        )

    def _trial(self, combination: Combination, job: Job, seed: int, folder: Path) -> Trial:
        identity = _hash(replace(job, seed=seed).identity(1))
        out = folder / combination.folder_name(job.arch.name, seed, identity)
        wishes = replace(self.wishes, seed=seed, out=out)
        return Trial(combination, wishes, self.plan.input, self.plan.folders, os.getcwd())


def _hash(content: Any) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:SHORT]
