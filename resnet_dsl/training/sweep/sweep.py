"""A grid of trainings: `rd.sweep`."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from resnet_dsl.analysis.cost import Cost, arch_cost
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.load import Asked, Input, Spec
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.pipeline.specs import Folders, open_spec
from resnet_dsl.training.errors import Interrupted, SettingError
from resnet_dsl.training.files import said_of, write_json, write_whole
from resnet_dsl.training.job import Job
from resnet_dsl.training.recipe import Recipe
from resnet_dsl.training.sweep.grid import Combination, combinations, read_seeds
from resnet_dsl.training.sweep.table import Row, Sweep
from resnet_dsl.training.sweep.trial import Ended, Trial, all_read, said
from resnet_dsl.training.train import DATA, Wishes, make_job, open_wishes

TABLE, CURVES = "sweep.json", ("curves.svg", "curves.png")
BACKEND = "loky"
SHORT = 8
Tell = Callable[[str], None]


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


def sweep(
    *specs: Spec,
    seeds: int | Sequence[int] = 1,
    data: str = DATA,
    recipe: str | os.PathLike[str] | Recipe | None = None,
    settings: Mapping[str, Any] | None = None,
    out: str | os.PathLike[str] | None = None,
    restart: bool = False,
    data_folder: str | os.PathLike[str] = "data",
    download: bool = False,
    precision: str = "fp32",
    cpu: bool = False,
    workers: int | None = None,
    checkpoint_every: int | None = None,
    jobs: int = 1,
    backend: str = BACKEND,
    progress: bool | Tell = True,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Sweep:
    """Train every network at every combination of parameters with every seed, and give the table of results.

    A pattern such as `resnet*_v1` stands for the bundled networks that fit it, a parameter that is a list for each of
    its values: `shortcut=["A", "B"]`. `seeds` says how many, from 0 on, or which. Data, recipe and all else are as
    `train` takes them. Called again it goes on: finished trials are read, others resumed or begun. `jobs` trials run at
    once, by the `backend` of joblib. A trial that fails is told of in the table, and the others go on. `progress` may
    be a function that is given a line for each trial that ends.

    Raises `ArchError` where no combination is a network, `TrainingError`, and `ImportError` where a package is missing.
    """
    if not specs:
        raise TypeError("`sweep` is given one network at least")
    wishes = Wishes(
        data=data,
        recipe=recipe,
        settings=settings or {},
        out=None if out is None else Path(out),
        restart=restart,
        data_folder=Path(data_folder),
        download=download,
        precision=precision,
        cpu=cpu,
        workers=workers,
        checkpoint_every=checkpoint_every,
    )
    found = combinations(specs, parameters)
    plan = Plan(found, read_seeds(seeds), wishes, input, tuple(map(str, folders)), jobs, backend)
    return run_sweep(plan, progress if callable(progress) else _write if progress else lambda line: None)


def run_sweep(plan: Plan, tell: Tell) -> Sweep:
    """Run what of a plan is not finished, and write its table and curves. Raises as `sweep` does."""
    with needed("a sweep", extra="train"):
        from resnet_dsl.training.sweep.parallel import check_backend, run_trials
    _check(plan)
    check_backend(plan.backend)
    networks = Networks(plan)
    folder = networks.folder
    points = [networks.point(combination, folder) for combination in plan.combinations]
    if networks.errors and not any(point.trials for point in points):
        raise networks.errors[0]
    trials = [trial for point in points for trial in point.trials]
    left = [trial for trial in trials if plan.wishes.restart or trial.read() is None]
    if left:
        with needed("training", extra="train"):
            import_module("resnet_dsl.training.run")
    tell(f"{_counted(len(trials), 'trial')} in `{folder}`, {len(trials) - len(left):,} of them finished before")
    failed = _follow(run_trials(left, min(plan.jobs, len(left)), plan.backend) if left else (), len(left), tell)
    for point in points:
        point.failed |= {trial.seed: failed[trial.folder] for trial in point.trials if trial.folder in failed}
    found = Sweep(folder, tuple(point.row(plan.seeds) for point in points))
    _write_results(found)
    return found


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


def _follow(ended: Iterable[Ended], total: int, tell: Tell) -> dict[Path, str]:
    """Tell of each trial that ends; what those that failed said, by folder. Raises `Interrupted`."""
    failed: dict[Path, str] = {}
    done = 0
    try:
        for done, one in enumerate(ended, 1):
            if one.signal:
                raise _interrupted(done - 1, total, one.signal)
            if one.failed:
                failed[one.trial.folder] = one.failed
            tell(f"{done:{len(str(total))}}/{total}  {_line(one)}")
    except KeyboardInterrupt:
        raise _interrupted(done, total, signal.SIGINT) from None
    return failed


def _line(ended: Ended) -> str:
    result = ended.trial.read()
    if ended.failed or result is None:
        reason = ended.failed or "it has left no result"
        return f"{ended.trial.label}: failed: {reason.splitlines()[0]}"
    best = result["best"]
    accuracy = f"{best['validation_accuracy']:.2%} (epoch {best['epoch']})"
    return f"{ended.trial.label}: best {accuracy}, {result['seconds']:.1f} s"


def _interrupted(done: int, total: int, number: int) -> Interrupted:
    return Interrupted(f"stopped with {done:,} of {total:,} trials done: the same command goes on", number)


def _write_results(found: Sweep) -> None:
    """Write the table and the curves. Raises `TrainingError`."""
    from resnet_dsl.plots.bands import draw_bands

    with said_of(found.folder):
        found.folder.mkdir(parents=True, exist_ok=True)
    write_json(found.folder / TABLE, found.to_data())
    lines = [(row.combination.label, [one["history"] for one in row.results]) for row in found.rows if row.results]
    for name in CURVES if lines else ():
        write_whole(found.folder / name, draw_bands(lines, Path(name).suffix[1:]))


def _check(plan: Plan) -> None:
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        raise SettingError("a sweep begins its own processes: leave out `torchrun`, and say how many with `--jobs`")
    if plan.jobs < 1:
        raise SettingError(f"the jobs are 1 or more, and not `{plan.jobs}`")


def _hash(content: Any) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:SHORT]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
