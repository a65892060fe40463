"""`resnet-dsl summary`."""

import json
import sys

import click

from resnet_dsl.analysis.summary import Summary
from resnet_dsl.cli.options import takes_arch
from resnet_dsl.cli.terminal import show_table
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline import summary


@click.command("summary", epilog="Example: resnet-dsl summary resnet50 -p classes=10 --input 3x32x32 --depth 3")
@takes_arch
@click.option("--depth", type=click.IntRange(min=1), help="How many levels to open; unsaid, stages and no blocks.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(arch: Arch, depth: int | None, as_json: bool) -> None:
    """The table of a network, folded as its file is: what runs ×N is one row, with the costs of all its runs."""
    made = summary(arch, levels=depth)
    if as_json:
        click.echo(json.dumps(made.to_data(), indent=1, ensure_ascii=False))
    elif sys.stdout.isatty():
        _show(made)
    else:
        click.echo(str(made))


def _show(made: Summary) -> None:
    click.echo("\n".join(filter(None, [made.heading, made.source])))
    click.echo()
    show_table(made.table)
    click.echo("\n" + "\n".join(made.totals))
