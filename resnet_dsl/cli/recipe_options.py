"""The options that say how networks are trained, of all commands that train."""

from pathlib import Path
from typing import Any

import click

from resnet_dsl.cli.options import read_pairs
from resnet_dsl.training.data.core.registry import shown_names
from resnet_dsl.training.recipe import Recipe
from resnet_dsl.training.settings import recipe_names
from resnet_dsl.training.train import DATA, PRECISIONS, Wishes

SETTINGS = {
    "epochs": int,
    "iterations": int,
    "batch": int,
    "accumulation": int,
    "learning_rate": float,
    "weight_decay": float,
    "momentum": float,
    "label_smoothing": float,
    "patience": int,
}
"""The settings of a recipe that have an option of their own."""


def takes_training(command: Any) -> Any:
    """The options of data, recipe and machine."""
    for option in reversed([*_DATA, *map(_setting, SETTINGS), *_MACHINE]):
        command = option(command)
    return command


def read_wishes(options: dict[str, Any]) -> Wishes:
    """The wishes that all options of `Wishes` and the settings add up to. Raises `click.BadParameter`."""
    given = {name: options.pop(name) for name in SETTINGS}
    said: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return Wishes(**{**options, "settings": read_pairs(options["settings"]) | said})


def _setting(name: str) -> Any:
    text = Recipe.model_fields[name].description or ""
    help = f"{text[:1].upper()}{text[1:]}."
    return click.option(f"--{name.replace('_', '-')}", name, type=SETTINGS[name], metavar="NUMBER", help=help)


_DATA = (
    click.option("--data", default=DATA, metavar="NAME", help=f"The data set: {shown_names()}; {DATA} if unsaid."),
    click.option(
        "--data-dir",
        "data_folder",
        type=click.Path(path_type=Path),
        default=Path("data"),
        metavar="FOLDER",
        help="Where data sets are kept; `data` if unsaid.",
    ),
    click.option("--download", is_flag=True, help="Fetch a data set that is not there."),
    click.option(
        "--recipe",
        metavar="NAME|FILE",
        help=f"{', '.join(recipe_names())}, or a TOML file; that of the data if unsaid.",
    ),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A setting of the recipe. Repeatable."),
)
_MACHINE = (
    click.option(
        "--precision", type=click.Choice(PRECISIONS), default="fp32", help="What is computed in; fp32 if unsaid."
    ),
    click.option("--cpu", is_flag=True, help="Leave GPUs alone."),
    click.option("--workers", type=click.IntRange(min=0), help="Processes that read images."),
    click.option(
        "--checkpoint-every", type=click.IntRange(min=1), metavar="STEPS", help="Checkpoints within epochs too."
    ),
)
