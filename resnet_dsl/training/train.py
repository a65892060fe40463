"""Train a network: `rd.train`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.validated import validated
from resnet_dsl.pipeline.load import Asked, Input, Spec
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.pipeline.specs import Folders, open_spec
from resnet_dsl.training.data.core.data import Opened, Place
from resnet_dsl.training.data.core.registry import find_data
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.fit import fit_arch, fit_asked
from resnet_dsl.training.initial import Initial
from resnet_dsl.training.job import Job
from resnet_dsl.training.recipe import Recipe
from resnet_dsl.training.report import Lines, Reporter, Silent
from resnet_dsl.training.settings import read_recipe

DATA = "digits"
PRECISIONS = ("fp32", "bf16", "fp16")


@dataclass(frozen=True)
class Wishes:
    """How to train, as a person says it: what `train` takes besides the network."""

    data: str = DATA
    recipe: str | os.PathLike[str] | Recipe | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    out: Path | None = None
    restart: bool = False
    data_folder: Path = Path("data")
    download: bool = False
    seed: int = 0
    weights: Any = None
    precision: str = "fp32"
    sharded: bool = False
    cpu: bool = False
    workers: int | None = None
    checkpoint_every: int | None = None


def train(
    arch: Arch | Spec | None = None,
    /,
    *,
    data: str = DATA,
    recipe: str | os.PathLike[str] | Recipe | None = None,
    settings: Mapping[str, Any] | None = None,
    out: str | os.PathLike[str] | None = None,
    resume: str | os.PathLike[str] | None = None,
    restart: bool = False,
    data_folder: str | os.PathLike[str] = "data",
    download: bool = False,
    seed: int = 0,
    weights: str | os.PathLike[str] | Any | None = None,
    precision: str = "fp32",
    sharded: bool = False,
    cpu: bool = False,
    workers: int | None = None,
    checkpoint_every: int | None = None,
    progress: bool | Reporter = True,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Any:
    """Train a network, and give its `Outcome`: the model, its history, the folder with weights, tables and curves.

    `data` is `"digits"`, `"fashion-mnist"`, `"cifar10"` or `"folder:PATH"`; the latter are looked for in `data_folder`,
    and fetched with `download`. `recipe` is a name, the path of a TOML file or a `Recipe`, that of the data if unsaid;
    `settings` replace values of it: `settings={"epochs": 3}`. The input and the classes of a spec follow the data
    unless they are given. It begins with `weights`, as `build` takes them, or with fresh ones.

    Called again with the same arguments, or with the folder of a run as `resume`, a training that was stopped or
    killed goes on from its last checkpoint: one each epoch, and one every `checkpoint_every` steps. `restart` begins
    anew. `precision` is `"fp32"`, `"bf16"` or `"fp16"`; `sharded` divides the parameters among the processes.
    `progress` may be a `Reporter`, which is told how the training goes.

    Raises `ArchError` for what is wrong with the spec, `TrainingError` for what keeps a training from going on, and
    `ImportError` where a package is missing.
    """
    reporter = (Lines() if progress else Silent()) if isinstance(progress, bool) else progress
    if resume is not None:
        if arch is not None or settings or recipe is not None or weights is not None or parameters:
            raise SettingError("`resume` takes everything from the folder of the run: give nothing else")
        wishes = Wishes(download=download, cpu=cpu, workers=workers, checkpoint_every=checkpoint_every)
        return resume_run(Path(resume), wishes, reporter)
    if arch is None:
        raise TypeError("train() needs a network, or the folder of a run as `resume`")
    wishes = Wishes(
        data=data,
        recipe=recipe,
        settings=settings or {},
        out=None if out is None else Path(out),
        restart=restart,
        data_folder=Path(data_folder),
        download=download,
        seed=seed,
        weights=weights,
        precision=precision,
        sharded=sharded,
        cpu=cpu,
        workers=workers,
        checkpoint_every=checkpoint_every,
    )
    if not isinstance(arch, Arch):
        return train_asked(Asked(open_spec(arch, folders), parameters, input), str(arch), wishes, reporter)
    if parameters or input is not None:
        raise TypeError("parameters and input are given where an arch is loaded; this one is")
    return train_asked(validated(arch), arch.name, wishes, reporter)


def train_asked(asked: Asked | Arch, spec: str, wishes: Wishes, reporter: Reporter) -> Any:
    """Train a network as it was asked for. Raises as `train` does."""
    data, recipe = open_wishes(wishes)
    with needed("training", extra="train"):
        from resnet_dsl.training.run import run
    return run(make_job(asked, spec, wishes, data, recipe), reporter)


def make_job(asked: Asked | Arch, spec: str, wishes: Wishes, data: Opened, recipe: Recipe) -> Job:
    """What a training is made of, the network fitted to the data. Raises `ArchError` and `SettingError`."""
    loaded = isinstance(asked, Arch)
    fitted = fit_arch(asked, data) if isinstance(asked, Arch) else fit_asked(asked, data, recipe)
    return Job(
        arch=fitted.arch,
        data=data,
        recipe=recipe,
        seed=wishes.seed,
        precision=wishes.precision,
        sharded=wishes.sharded,
        folder=wishes.out,
        data_folder=wishes.data_folder,
        given=wishes.data,
        workers=wishes.workers,
        checkpoint_every=wishes.checkpoint_every,
        cpu=wishes.cpu,
        restart=wishes.restart,
        spec=spec,
        source="" if loaded else asked.opened.scope.source.text,  # type: ignore[union-attr]
        notes=fitted.notes,
        asked=fitted.asked,
        initial=_initial(wishes.weights, fitted.arch),
    )


def _initial(weights: Any, arch: Arch) -> Initial | None:
    return weights if weights is None or isinstance(weights, Initial) else Initial.find(weights, arch)


def resume_run(folder: Path, wishes: Wishes, reporter: Reporter) -> Any:
    """Go on with the run of a folder, with all that it was begun with. Raises as `train` does."""
    with needed("training", extra="train"):
        from resnet_dsl.training.resume import wishes_of

        arch, spec, wishes = wishes_of(folder, wishes)
    return train_asked(arch, spec, wishes, reporter)


def open_wishes(wishes: Wishes) -> tuple[Opened, Recipe]:
    """The data and the recipe, looked at before anything is loaded that takes long. Raises `TrainingError`."""
    if wishes.precision not in PRECISIONS:
        raise SettingError(f"the precision is {', '.join(PRECISIONS)}, and not `{wishes.precision}`")
    data, of = find_data(wishes.data)
    recipe = read_recipe(wishes.recipe or data.recipe, wishes.settings)
    with needed("training", extra="train"):
        return data.open(Place(wishes.data_folder, wishes.download, of)), recipe
