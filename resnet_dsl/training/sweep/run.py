"""A grid of trainings: `rd.sweep`."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from resnet_dsl.pipeline.load import Input, Spec
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.pipeline.specs import Folders
from resnet_dsl.training.errors import Interrupted, SettingError
from resnet_dsl.training.files import said_of, write_json, write_whole
from resnet_dsl.training.recipe import Recipe
from resnet_dsl.training.sweep.grid import combinations, read_seeds
from resnet_dsl.training.sweep.plan import BACKEND, Networks, Plan
from resnet_dsl.training.sweep.table import Sweep
from resnet_dsl.training.sweep.trial import Ended
from resnet_dsl.training.train import DATA, Wishes

TABLE, CURVES = "sweep.json", ("curves.svg", "curves.png")
Tell = Callable[[str], None]


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
    trials = list({trial.folder: trial for point in points for trial in point.trials}.values())
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


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
