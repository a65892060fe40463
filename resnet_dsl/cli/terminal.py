"""What terminals get more than files: colour, tables that fit, and how far long work is."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeVar

import click

from resnet_dsl.analysis.table import Table
from resnet_dsl.diagnostics.colours import as_ansi

COLOURS: dict[str, dict[str, Any]] = {
    "": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
}
WIDTH = 120
Item = TypeVar("Item")


def complain(text: str) -> None:
    """A message on standard error, its first words in colour on a terminal."""
    click.echo(as_ansi(text) if has_colour(sys.stderr) else text, err=True, color=has_colour(sys.stderr))


def report(text: str) -> None:
    """Findings on standard output, in colour on a terminal."""
    click.echo(as_ansi(text) if has_colour(sys.stdout) else text, color=has_colour(sys.stdout))


def has_colour(stream: IO[str]) -> bool:
    """Whether a stream is a terminal that shows colour, and the person has not asked for none."""
    return is_able(stream) and not os.environ.get("NO_COLOR")


def is_able(stream: IO[str]) -> bool:
    """Whether a stream is a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def heading(text: str, colour: str = "") -> str:
    """A heading for standard output: bold on a terminal, in the colour of a severity if one is named."""
    return click.style(text, **COLOURS[colour]) if has_colour(sys.stdout) else text


def width(stream: IO[str]) -> int:
    """How wide a line may be: that of a terminal, and elsewhere one that suits most."""
    return shutil.get_terminal_size().columns if stream.isatty() else WIDTH


def report_width() -> int:
    """How wide what is reported on standard output may be."""
    return width(sys.stdout)


def show_table(table: Table, *, wrap: bool = True) -> None:
    """A table on standard output: plain text, and on a terminal one that fits into it.

    There what is too long goes on in further lines, or where `wrap` is false is cut, so that a row is a line.
    """
    if not sys.stdout.isatty():
        click.echo(table.text(WIDTH))
    elif wrap:
        from rich.console import Console

        room = report_width()
        Console(highlight=False, width=max(room, table.width_within(room))).print(_rich(table.fitting(room)))
        left_out = table.left_out(room)
        if left_out:
            click.echo(f"\n{left_out}")
    else:
        mark = _bold if has_colour(sys.stdout) else str
        click.echo(table.text(shutil.get_terminal_size().columns, mark), color=True)


def follow(items: Iterable[Item], total: int, what: str) -> Iterable[Item]:
    """The items as they come; where standard error is a terminal, with a bar on it that is gone in the end."""
    if not is_able(sys.stderr):
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, what, total, console=Console(stderr=True), transient=True)


@contextmanager
def working() -> Iterator[Callable[[str], None]]:
    """A function to say what is being done; where standard error is a terminal it is shown, and gone in the end."""
    if not is_able(sys.stderr):
        yield lambda doing: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda doing: status.update(doing)


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def _rich(table: Table) -> Any:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable
    from rich.text import Text

    made = RichTable(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for column in table.columns:
        made.add_column(column.title, justify="right" if column.right else "left", no_wrap=not column.elastic)
    for row in table.rows:
        made.add_row(*map(Text, row))
    return made
