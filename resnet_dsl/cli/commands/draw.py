"""`resnet-dsl draw`."""

from pathlib import Path

import click

from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.cli.options import takes_arch, write
from resnet_dsl.cli.terminal import complain
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline import Picture, draw
from resnet_dsl.pipeline.picture import format_of

STANDARD_OUTPUT = Path("-")


@click.command("draw", epilog="Example: resnet-dsl draw resnet50 -o resnet50.svg")
@takes_arch
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    help="The file to write, NAME.svg if unsaid; its suffix says the format (.dot .svg .png .pdf), - is SVG to stdout.",
)
@click.pass_context
def command(context: click.Context, arch: Arch, output: Path | None) -> None:
    """The picture of a network: stages grouped, repeats folded.

    Where nothing is installed that renders, the Graphviz text is written instead.
    """
    path = output or Path(f"{arch.name}.svg")
    try:
        format = format_of(path)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'-o'") from None
    picture = draw(arch)
    try:
        write(path, picture.render(format))
    except BackendError as error:
        _fall_back(picture, path, error)
        context.exit(1)
    _say(path)


def _fall_back(picture: Picture, path: Path, error: BackendError) -> None:
    """Write the Graphviz text, and say what is missing."""
    path = path if path == STANDARD_OUTPUT else path.with_suffix(".dot")
    write(path, picture.dot)
    complain(f"error: {error}")
    _say(path)


def _say(path: Path) -> None:
    if path != STANDARD_OUTPUT:
        click.echo(f"wrote `{path}`", err=True)
