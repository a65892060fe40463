"""`resnet-dsl list`."""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from resnet_dsl.analysis.table import Column, Table
from resnet_dsl.cli.terminal import follow, show_table
from resnet_dsl.pipeline.catalogue import Entry, family_title, find_names, read_entries
from resnet_dsl.pipeline.networks_page import networks_page
from resnet_dsl.source.bundled import bundled_files

COLUMNS = (
    Column("name"),
    Column("parameters", right=True),
    Column("multiply-adds", right=True),
    Column("depth", right=True, spare=2),
    Column("year", right=True, dear=1),
    Column("weights", dear=2),
    Column("source", elastic=True, spare=1),
)
DATASET = "IMAGENET1K_"
"""What nearly all weights are for, and the table leaves out."""


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in bundled_files() if name.startswith(incomplete)]


@click.command("list", epilog="Example: resnet-dsl list 'resnet50*' --json")
@click.argument("patterns", nargs=-1, metavar="[PATTERN]...", shell_complete=_complete)
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print a page of Markdown, as docs/networks.md is.")
@click.option(
    "--pictures",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="With --markdown: show the pictures that lie in this folder, as `pictures/NAME.svg`.",
)
def command(patterns: tuple[str, ...], form: str | None, pictures: Path | None) -> None:
    """The bundled networks and what they cost, or those that fit a PATTERN: a name, in which * stands for anything.

    Weights are named without `IMAGENET1K_`. The source is what the file says that it has its figures from.
    """
    if pictures is not None and form != "markdown":
        raise click.UsageError("`--pictures` goes with `--markdown`")
    names = find_names(patterns)
    entries = list(follow(read_entries(names), len(names), "reading the networks"))
    if form == "json":
        click.echo(json.dumps([entry.to_data() for entry in entries], indent=1, ensure_ascii=False))
    elif form == "markdown":
        click.echo(networks_page(entries, [path.stem for path in pictures.glob("*.svg")] if pictures else ()), nl=False)
    else:
        show_table(Table(COLUMNS, _rows(entries)), wrap=False)


def _rows(entries: Iterable[Entry]) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for family, members in groupby(entries, lambda entry: entry.family):
        rows += [(family_title(family),), *map(_cells, members)]
    return tuple(rows)


def _cells(entry: Entry) -> tuple[str, ...]:
    weights = [name.removeprefix(DATASET) for one in entry.arch.published for name in one.names]
    return (
        entry.name,
        f"{entry.cost.all_parameters:,}",
        f"{entry.cost.macs:,}",
        f"{entry.depth:,}",
        str(entry.about.year or ""),
        " ".join(weights),
        entry.about.source or entry.about.title,
    )
