"""What terminals get more than files: colour, and tables that fit."""

import os
import re
import sys
from typing import IO, Any

import click

from resnet_dsl.analysis.table import Table

PAINTED = re.compile(
    r"^(?P<severity>(?:error|warning)(?:\[\w+\])?)|^(?P<arrow> *(?:-->|:::))|^(?P<help> += \w+:)", re.MULTILINE
)
COLOURS: dict[str, dict[str, Any]] = {
    "severity": {"fg": "red", "bold": True},
    "arrow": {"fg": "blue"},
    "help": {"fg": "cyan"},
}
WIDTH = 120


def complain(text: str) -> None:
    """A message on standard error, its first words in colour on a terminal."""
    click.echo(paint(text) if has_colour(sys.stderr) else text, err=True, color=has_colour(sys.stderr))


def report(text: str) -> None:
    """Findings on standard output, in colour on a terminal."""
    click.echo(paint(text) if has_colour(sys.stdout) else text, color=has_colour(sys.stdout))


def has_colour(stream: IO[str]) -> bool:
    """Whether a stream is a terminal that shows colour, and the person has not asked for none."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str) -> str:
    """Rendered diagnostics in colour."""
    return PAINTED.sub(_paint, text)


def _paint(match: re.Match[str]) -> str:
    return click.style(match[0], **COLOURS[str(match.lastgroup)])


def show_table(table: Table) -> None:
    """A table on standard output: plain text, and on a terminal one that fits into it."""
    if not sys.stdout.isatty():
        click.echo(table.text(WIDTH))
        return
    from rich.console import Console

    Console(highlight=False).print(_rich(table))


def _rich(table: Table) -> Any:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable
    from rich.text import Text

    made = RichTable(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in table.columns:
        made.add_column(column.title, justify="right" if column.right else "left", no_wrap=not column.elastic)
    for row in table.rows:
        made.add_row(*map(Text, row))
    return made
