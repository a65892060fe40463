"""`resnet-dsl summary`."""

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

from resnet_dsl.analysis.columns import SORTS, sort_key
from resnet_dsl.analysis.summary import Summary
from resnet_dsl.cli.options import takes_archs
from resnet_dsl.cli.terminal import report_width, show_table
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.summary import summary
from resnet_dsl.pipeline.table1 import table1


def _column(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            sort_key(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return value


@click.command("summary", epilog="Example: resnet-dsl summary resnet50 -p classes=10 --input 3x32x32 --depth 3")
@takes_archs
@click.option("--depth", type=click.IntRange(min=1), help="How many levels to open; unsaid, stages and no blocks.")
@click.option("--sort", metavar="COLUMN", callback=_column, help=f"The greatest first, flat: {', '.join(SORTS)}.")
@click.option(
    "--batch", type=click.IntRange(min=1), help="The samples that multiply-adds and memory are of; unsaid, 1."
)
@click.option("--table1", "family", is_flag=True, help="All networks in one table, stage by stage, as in papers.")
@click.option("--json", "form", flag_value="json", help="Print JSON, with exact figures.")
@click.option("--markdown", "form", flag_value="markdown", help="Print a table in Markdown.")
@click.option("--latex", "form", flag_value="latex", help="Print a table in LaTeX.")
def command(
    archs: Sequence[Arch], depth: int | None, sort: str | None, batch: int | None, family: bool, form: str | None
) -> None:
    """The table of a network, folded as its file is: what runs ×N is one row, with the costs of all its runs.

    Of several networks the tables follow each other, as JSON in a list; with --table1 they are one table.
    """
    if family:
        _show_family(archs, {"--depth": depth, "--sort": sort, "--batch": batch}, form)
        return
    made = [summary(arch, depth=depth, batch=batch or 1, sort=sort) for arch in archs]
    if form == "json":
        data = [one.to_data() for one in made]
        _dump(data if len(data) > 1 else data[0])
    elif form:
        click.echo("\n\n".join(one.markdown() if form == "markdown" else one.latex() for one in made))
    else:
        for i, one in enumerate(made):
            click.echo("\n" * (i > 0), nl=False)
            _show(one)


def _show_family(archs: Sequence[Arch], others: dict[str, Any], form: str | None) -> None:
    given = next((name for name, value in others.items() if value is not None), None)
    if given:
        raise click.UsageError(f"{given} does not go with --table1, which has a row for each stage")
    try:
        made = table1(*archs)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if form == "json":
        _dump(made.to_data())
    elif form:
        click.echo(made.markdown() if form == "markdown" else made.latex())
    else:
        click.echo(made.text(report_width()) if sys.stdout.isatty() else str(made))


def _show(made: Summary) -> None:
    if not sys.stdout.isatty():
        click.echo(str(made))
        return
    click.echo("\n".join(filter(None, [made.heading, made.source])))
    click.echo()
    show_table(made.table_for(report_width()))
    click.echo("\n" + "\n".join(made.totals))


def _dump(data: Any) -> None:
    click.echo(json.dumps(data, indent=1, ensure_ascii=False))
