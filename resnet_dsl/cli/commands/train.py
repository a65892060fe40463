"""`resnet-dsl train`."""

import os
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from resnet_dsl.cli.options import takes_unresolved
from resnet_dsl.cli.recipe_options import read_wishes, takes_training
from resnet_dsl.cli.training import make_reporter
from resnet_dsl.pipeline.load import Asked
from resnet_dsl.training.errors import Interrupted, SettingError, TrainingError
from resnet_dsl.training.train import resume_run, train_asked

FREE = ("resume", "download", "cpu", "workers", "checkpoint_every", "as_json")
"""What may stand beside `--resume`: it decides no result."""
SIGNALLED = 128


@click.command("train", epilog="Example: resnet-dsl train resnet20 --data digits --epochs 15")
@takes_unresolved
@takes_training
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, help="The seed of everything that is by chance; 0 if unsaid."
)
@click.option(
    "-w", "--weights", metavar="WEIGHTS", help="What to begin with, as `build` takes them; fresh weights if unsaid."
)
@click.option("--fsdp", "sharded", is_flag=True, help="Divide the parameters among the processes.")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The folder of the run; one in `runs` if unsaid.",
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Go on with the run of a folder, in the place of a SPEC.",
)
@click.option("--restart", is_flag=True, help="Begin anew where an earlier run has stopped or ended.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(context: click.Context, /, spec: str | None, asked: Asked | None, **options: Any) -> None:
    """Train a network on a data set, with a checkpoint each epoch.

    The same command again goes on where a run has stopped, or was killed, and gives what it would have given. Input and
    classes of the SPEC follow the data unless they are stated. Several processes: run it by `accelerate launch` or
    `torchrun`, as `torchrun --nproc-per-node 2 -m resnet_dsl train ...`.
    """
    try:
        _train(context, spec, asked, options)
    except SettingError as error:
        raise click.UsageError(str(error)) from None
    except Interrupted as error:
        if os.environ.get("RANK", "0") == "0":
            click.echo(str(error), err=True)
        context.exit(SIGNALLED + error.signal)
    except (TrainingError, ImportError) as error:
        raise click.ClickException(str(error)) from None


def _train(context: click.Context, spec: str | None, asked: Asked | None, options: dict[str, Any]) -> None:
    reporter = make_reporter(as_json=options.pop("as_json"))
    resume = options.pop("resume")
    wishes = read_wishes(options)
    if resume is not None:
        _refuse_beside_resume(context, spec)
        resume_run(resume, wishes, reporter)
    elif spec is None or asked is None:
        raise click.UsageError("a SPEC is missing: a network to train, such as `resnet20`")
    else:
        train_asked(asked, spec, wishes, reporter)
    _leave()


def _leave() -> None:
    from resnet_dsl.training.environment import leave

    leave()


def _refuse_beside_resume(context: click.Context, spec: str | None) -> None:
    given = [name for name in context.params if context.get_parameter_source(name) == ParameterSource.COMMANDLINE]
    others = [param.opts[-1] for param in context.command.params if param.name in given and param.name not in FREE]
    if spec is not None or others:
        name = others[0] if spec is None else spec
        raise click.UsageError(f"`--resume` takes everything from the folder of the run: leave out `{name}`")
