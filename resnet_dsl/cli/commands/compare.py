"""`resnet-dsl compare`."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from resnet_dsl.cli.options import complete_spec, resolve, takes_folders, takes_input, takes_parameters, write
from resnet_dsl.cli.terminal import complain, follow, heading, report_width
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.compare import Comparison, compare_archs, spread
from resnet_dsl.pipeline.plot import KINDS, THEMES, format_of

STANDARD_OUTPUT = Path("-")
FAILED = 1


@click.command(
    "compare", epilog="Example: resnet-dsl compare resnet50 'resnext50*' wide_resnet50_2 -o costs.svg --plot stages"
)
@click.argument("specs", nargs=-1, metavar="[SPEC...]", shell_complete=complete_spec)
@takes_parameters("A parameter of all of them; the value is an expression of the language. Repeatable.")
@takes_input("The shape of the input of all of them.")
@takes_folders
@click.option(
    "--runs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Runs of `train`, or of `sweep`: what they measured, beside their networks. Repeatable.",
)
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print a table in Markdown.")
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write a plot instead; the suffix says the format (.svg .png .pdf), - is SVG to standard output.",
)
@click.option("--plot", "kind", type=click.Choice(KINDS), help="Which plot; scatter if unsaid.")
@click.option("--theme", type=click.Choice(THEMES), help="The ground of the plot; light if unsaid.")
@click.pass_context
def command(
    context: click.Context,
    specs: tuple[str, ...],
    parameters: Mapping[str, str],
    input: tuple[int, ...] | None,
    folders: tuple[Path, ...],
    runs: tuple[Path, ...],
    form: str | None,
    output: Path | None,
    kind: str | None,
    theme: str | None,
) -> None:
    """The figures of networks side by side, with the ratios to the first one, and what their stages cost.

    A SPEC may be a pattern of bundled names, in which * stands for anything. With -o a plot is written: scatter has
    parameters against multiply-adds, stages has what each stage costs.
    """
    if not specs and not runs:
        raise click.UsageError("a SPEC is missing: a network such as `resnet20`, or `--runs FOLDER`")
    if output is None and (kind or theme):
        raise click.UsageError(
            f"`{'--plot' if kind else '--theme'}` is for a plot: say with `-o FILE` where to write it"
        )
    if output is not None and form:
        raise click.UsageError(f"`--{form}` prints a table and `-o` writes a plot: give one of them")
    names = list(dict.fromkeys(str(one) for spec in specs for one in spread(spec)))
    resolved = [resolve(name, parameters, input, folders) for name in follow(names, len(names), "reading the networks")]
    try:
        found = compare_archs([arch for arch, _ in resolved], runs)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--runs'") from None
    if output is not None:
        _plot(context, found, output, kind or KINDS[0], theme or THEMES[0])
    elif form == "json":
        click.echo(json.dumps(found.to_data(), indent=1, ensure_ascii=False))
    elif form == "markdown":
        click.echo(found.markdown(), nl=False)
    else:
        _show(found)
    failed = [claim for _, claims in resolved for claim in claims]
    if failed:
        raise ArchError(failed)


def _plot(context: click.Context, found: Comparison, output: Path, kind: str, theme: str) -> None:
    try:
        format = "svg" if output == STANDARD_OUTPUT else format_of(output)
        data = found.plot(kind, theme=theme).render(format)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'-o'") from None
    except ImportError as error:
        complain(f"error: {error}")
        context.exit(FAILED)
    write(output, data)
    if output != STANDARD_OUTPUT:
        click.echo(f"wrote `{output}`", err=True)


def _show(found: Comparison) -> None:
    for line in found.text(report_width()).split("\n"):
        click.echo(heading(line) if line.startswith("name ") else line)
