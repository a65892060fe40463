"""`resnet-dsl sweep`."""

import json
from pathlib import Path
from typing import Any

import click

from resnet_dsl.cli.options import complete_spec, read_pairs, takes_folders, takes_input
from resnet_dsl.cli.recipe_options import read_wishes, takes_training
from resnet_dsl.cli.terminal import heading, report_width
from resnet_dsl.training.errors import Interrupted, SettingError, TrainingError
from resnet_dsl.training.sweep.grid import combinations, read_seeds, split_values
from resnet_dsl.training.sweep.plan import BACKEND, Plan
from resnet_dsl.training.sweep.run import run_sweep
from resnet_dsl.training.sweep.table import Sweep

FAILED, SIGNALLED = 1, 128


@click.command(
    "sweep", epilog="Example: resnet-dsl sweep resnet20 -p shortcut=A,B --seeds 3 --data cifar10 --epochs 30 --jobs 2"
)
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...", shell_complete=complete_spec)
@click.option(
    "-p",
    "parameters",
    multiple=True,
    metavar="NAME=V1,V2",
    help="A parameter and its values, expressions of the language. Repeatable.",
)
@takes_input("The shape of the input of all of them.")
@takes_folders
@click.option("--seeds", type=click.IntRange(min=1), default=1, help="How many seeds: 3 are 0, 1 and 2; 1 if unsaid.")
@takes_training
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The folder of the sweep; one in `sweeps` if unsaid.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Trials at once; 1 if unsaid.")
@click.option(
    "--backend", default=BACKEND, metavar="NAME", help=f"What joblib runs them by: dask, ray, …; {BACKEND} if unsaid."
)
@click.option("--restart", is_flag=True, help="Begin all trials anew.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print a table in Markdown.")
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:
    """Train networks over a grid of parameters and seeds, and print one table of all.

    A SPEC may be a pattern of bundled names, in which * stands for anything. The same command again goes on: what is
    finished is not trained again. A trial that fails does not stop the others; the exit status is then 1. A line tells
    of each trial that ends, on standard error.
    """
    form = options.pop("form")
    try:
        found = run_sweep(_plan(options), lambda line: click.echo(line, err=True))
    except SettingError as error:
        raise click.UsageError(str(error)) from None
    except Interrupted as error:
        click.echo(str(error), err=True)
        context.exit(SIGNALLED + error.signal)
    except (TrainingError, ImportError) as error:
        raise click.ClickException(str(error)) from None
    _show(found, form)
    if found.failed:
        context.exit(FAILED)


def _plan(options: dict[str, Any]) -> Plan:
    specs, pairs = options.pop("specs"), read_pairs(options.pop("parameters"))
    values = {name: split_values(text) for name, text in pairs.items()}
    taken = {name: options.pop(name) for name in ("jobs", "backend", "input")}
    seeds, folders = read_seeds(options.pop("seeds")), tuple(map(str, options.pop("folders")))
    return Plan(combinations(specs, values), seeds, read_wishes(options), folders=folders, **taken)


def _show(found: Sweep, form: str | None) -> None:
    if form == "json":
        click.echo(json.dumps(found.to_data(), indent=1, ensure_ascii=False))
    elif form == "markdown":
        click.echo(found.markdown(), nl=False)
    else:
        title, *lines = found.text(report_width()).split("\n")
        click.echo("\n".join([heading(title), *lines]))
