"""The command `resnet-dsl`: its name, its commands, and what becomes of errors."""

import importlib
import io
import sys
from typing import Any

import click

import resnet_dsl
from resnet_dsl.cli.output import FAILED, told_where_it_fails
from resnet_dsl.cli.terminal import complain, width
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.text import render_all
from resnet_dsl.plugins import PluginError

COMMANDS = {
    "list": "The bundled networks and what they cost.",
    "check": "Everything that is wrong with files.",
    "explain": "What a code such as E0402 means, with an example and its repair.",
    "fmt": "Files in the canonical layout: spaces, line breaks, columns.",
    "summary": "The table of a network, folded as its file is.",
    "compare": "The figures of networks side by side, as a table or a plot.",
    "diff": "What differs between two networks in meaning.",
    "draw": "The picture of a network.",
    "emit": "A network as standalone PyTorch source, or as JSON.",
    "build": "The model of a network, with weights, in a file.",
    "train": "Train a network, with checkpoints to go on from.",
    "sweep": "Train networks over a grid of parameters and seeds, as one table.",
    "embed": "A network in a larger one that computes the same and can learn from there.",
}
INTERRUPTED = 130


class Commands(click.Group):
    """The commands, known by name and help; the file of one is imported only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"resnet_dsl.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called. Raises `click.UsageError` with the nearest names."""
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise click.exceptions.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. What is wrong with a spec is shown, and is no traceback."""
        try:
            return super().invoke(ctx)
        except ArchError as error:
            complain(render_all(error.diagnostics, width(sys.stderr)))
            ctx.exit(FAILED)
        except PluginError as error:
            complain(f"error: {error}")
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: resnet-dsl summary resnet50",
)
@click.version_option(resnet_dsl.__version__, prog_name="resnet-dsl")
def cli() -> None:
    """Neural network architectures, written as the tables of papers.

    A SPEC is a bundled name, a path, PATH:ARCH where a file holds several, or - for standard input.
    """


def main() -> None:
    """Run the command line on the arguments of the process."""
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")
    with told_where_it_fails():
        cli(prog_name="resnet-dsl")
