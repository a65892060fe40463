"""The difference between two versions of a file, as `diff -u` shows it."""

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click

from resnet_dsl.cli.terminal import has_colour

COLOURS = {"-": "red", "+": "green", "@": "cyan"}


def show_difference(path: Path, before: bytes, after: bytes) -> None:
    """The difference on standard output, in colour on a terminal; nothing where there is none."""
    click.echo("".join(_difference(path, before, after)), nl=False, color=has_colour(sys.stdout))


def _difference(path: Path, before: bytes, after: bytes) -> Iterator[str]:
    for line in unified_diff(_lines(before), _lines(after), str(path), str(path)):
        shown = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        yield click.style(shown, fg=COLOURS.get(line[0]))


def _lines(data: bytes) -> list[str]:
    lines = data.decode().split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *filter(None, lines[-1:])]
