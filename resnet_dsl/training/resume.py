"""What a run was begun with, as wishes for going on with it."""

from dataclasses import replace
from pathlib import Path

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.training.checkpoint import find_checkpoint
from resnet_dsl.training.errors import TrainingError
from resnet_dsl.training.initial import Initial
from resnet_dsl.training.recipe import Recipe
from resnet_dsl.training.run_folder import read_network, read_run
from resnet_dsl.training.train import Wishes


def wishes_of(folder: Path, wishes: Wishes) -> tuple[Arch, str, Wishes]:
    """The network of a run, what it was called, and the wishes of the run with those that decide no result."""
    content = read_run(folder)
    run = content["run"]
    initial = Initial(content["weights"], run["weights"]) if "weights" in run else None
    if initial and find_checkpoint(folder) is None:
        wanted = f"it begins with `{initial.weights}`: give the command that began it again"
        raise TrainingError(f"the run in `{folder}` has no checkpoint yet, and {wanted}")
    recipe = Recipe.model_validate({**run["recipe"], "about": content["recipe_about"]})
    again = replace(
        wishes,
        data=content["data"],
        recipe=recipe,
        out=folder,
        data_folder=Path(content["data_folder"]),
        seed=run["seed"],
        weights=initial,
        precision=run["precision"],
        sharded=run["sharded"],
    )
    return read_network(folder), content["spec"], again
