"""`resnet-dsl list`."""

import json
import re
from typing import Any

import click

from resnet_dsl.analysis.summary import Summary
from resnet_dsl.analysis.table import Column, Table
from resnet_dsl.cli.terminal import show_table
from resnet_dsl.pipeline import summary
from resnet_dsl.source.bundled import bundled_files

COLUMNS = (
    Column("name"),
    Column("parameters", right=True),
    Column("multiply-adds", right=True),
    Column("source", elastic=True),
)


@click.command("list", epilog="Example: resnet-dsl list --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """The bundled networks and what they cost."""
    summaries = [summary(name, levels=1) for name in sorted(bundled_files(), key=_natural)]
    if as_json:
        click.echo(json.dumps([_data(one) for one in summaries], indent=1, ensure_ascii=False))
    else:
        show_table(Table(COLUMNS, tuple(map(_cells, summaries))))


def _natural(name: str) -> list[tuple[str, int]]:
    """A key that puts `resnet50` before `resnet101`."""
    return [(word, int(number or 0)) for word, number in re.findall(r"(\D+)(\d*)", name)]


def _data(one: Summary) -> dict[str, Any]:
    data = one.to_data()
    return {key: data[key] for key in ("name", "source", "parameters", "macs", "depth")}


def _cells(one: Summary) -> tuple[str, ...]:
    data = one.to_data()
    return (one.name, f"{data['parameters']:,}", f"{one.macs:,}", one.source)
