"""`resnet-dsl draw`."""

from pathlib import Path

import click

from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.cli.options import takes_arch, write
from resnet_dsl.cli.terminal import complain
from resnet_dsl.diagram.view import Direction, Theme
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.picture import DIRECTIONS, THEMES, Picture, draw, format_of

STANDARD_OUTPUT = Path("-")


@click.command("draw", epilog="Example: resnet-dsl draw resnet50 -o resnet50.html")
@takes_arch
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    help="The file to write, NAME.svg if unsaid; its suffix says the format (.svg .png .pdf .dot, .html to look around"
    " in, .tex for a document in TikZ, .tikz for the picture alone), - is SVG to stdout.",
)
@click.option("--direction", type=click.Choice(DIRECTIONS), default="auto", show_default=True, help="Where data flows.")
@click.option("--depth", type=click.IntRange(min=1), help="How many levels to open; unsaid, stages and no blocks.")
@click.option(
    "--expand",
    multiple=True,
    metavar="NAME",
    help="Open a block where it stands, by its name or its key (`layer2.0`); `all` opens everything. Repeatable.",
)
@click.option("--separate", is_flag=True, help="Give normalisations and activations boxes of their own.")
@click.option(
    "--theme",
    type=click.Choice(THEMES),
    default="light",
    show_default=True,
    help="The colours; in HTML those at first, where light leaves it to the reader's system.",
)
@click.option("--links", default="", metavar="URL", help="Link boxes to their lines; URL is the folder of the file.")
@click.option("--legend/--no-legend", default=True, help="Tell what the signs mean; on unless told otherwise.")
@click.pass_context
def command(
    context: click.Context,
    arch: Arch,
    output: Path | None,
    direction: Direction,
    depth: int | None,
    expand: tuple[str, ...],
    separate: bool,
    theme: Theme,
    links: str,
    legend: bool,
) -> None:
    """The picture of a network: a strip from input to result, and each distinct block opened once beside it.

    As HTML it is one file to look around in: zoom, search, figures of what is pointed at, and every block opens.

    Where nothing is installed that renders, the Graphviz text is written instead.
    """
    path = output or Path(f"{arch.name}.svg")
    try:
        format = "svg" if path == STANDARD_OUTPUT else format_of(path)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'-o'") from None
    try:
        picture = draw(
            arch,
            direction=direction,
            depth=depth,
            expand=expand,
            separate=separate,
            theme=theme,
            links=links,
            legend=legend,
        )
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--expand'") from None
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
