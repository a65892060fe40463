"""`resnet-dsl diff`."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from resnet_dsl.analysis.difference import Difference, diff_archs
from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.cli.options import complete_spec, resolve, takes_folders, takes_input, takes_parameters, write
from resnet_dsl.cli.terminal import complain, heading, report_width, width
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.text import render_all
from resnet_dsl.diagram.view import Theme, View
from resnet_dsl.pipeline.diff_picture import DiffPicture, pair_backends
from resnet_dsl.pipeline.picture import THEMES, format_of

DIFFERENT, TROUBLE = 1, 2
STANDARD_OUTPUT = Path("-")


class Trouble(click.ClickException):
    """A picture cannot be written. It ends with the exit status of a mistake: 1 would say that the networks differ."""

    exit_code = TROUBLE


@click.command("diff", epilog="Example: resnet-dsl diff resnet50 resnet50_v1")
@click.argument("before", metavar="A", shell_complete=complete_spec)
@click.argument("after", metavar="B", shell_complete=complete_spec)
@takes_parameters("A parameter of B; the value is an expression of the language. Repeatable.")
@takes_input("The shape of the input of B.")
@click.option("--both", is_flag=True, help="-p and --input are for A too.")
@takes_folders
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Draw both, with marks on what differs; the suffix says the format (.svg .png .pdf), - is SVG to stdout and no"
    " text.",
)
@click.option(
    "--theme", type=click.Choice(THEMES), default="light", show_default=True, help="The colours of the picture."
)
@click.option("--all", "everything", is_flag=True, help="List what differs also where little is in common.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every place.")
@click.pass_context
def command(
    context: click.Context,
    before: str,
    after: str,
    parameters: Mapping[str, str],
    input: tuple[int, ...] | None,
    both: bool,
    folders: tuple[Path, ...],
    output: Path | None,
    theme: Theme,
    everything: bool,
    as_json: bool,
) -> None:
    """What differs between the networks A and B in meaning, and which keys of their weights no longer match.

    How a file is written does not count: neither its layout, nor docstrings, the names of blocks and parameters, or
    claims. The exit status is 0 where nothing differs, 1 where something does, 2 for a mistake in a file or in the
    command itself.
    """
    try:
        one, doubts = resolve(before, parameters if both else {}, input if both else None, folders)
        other, more = resolve(after, parameters, input, folders)
    except ArchError as error:
        _complain(error.diagnostics)
        context.exit(TROUBLE)
    found = diff_archs(one, other)
    if output is not None:
        _draw(DiffPicture(one, other, View(theme=theme)), output)
    if output == STANDARD_OUTPUT:
        pass
    elif as_json:
        click.echo(json.dumps(found.to_data(), indent=1, ensure_ascii=False))
    else:
        _show(found, everything)
    failed = (*doubts, *(one for one in more if one not in doubts))
    if failed:
        _complain(failed)
    context.exit(TROUBLE if failed else DIFFERENT if found else 0)


def _draw(picture: DiffPicture, path: Path) -> None:
    """Write the picture.

    Raises `Trouble` where nothing renders or the file cannot be written.
    """
    try:
        format = "svg" if path == STANDARD_OUTPUT else format_of(path, pair_backends())
        write(path, picture.render(format))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'-o'") from None
    except BackendError as error:
        raise Trouble(str(error)) from None
    except click.ClickException as error:
        raise Trouble(error.message) from None
    if path != STANDARD_OUTPUT:
        click.echo(f"wrote `{path}`", err=True)


def _complain(found: Sequence[Diagnostic]) -> None:
    complain(render_all(found, width(sys.stderr)))


def _show(found: Difference, everything: bool) -> None:
    first, *rest = found.text(report_width(), everything=everything).split("\n")
    click.echo("\n".join([heading(first), *rest]))
