"""What becomes of repaired files: written in place, or shown. What was done is said on standard error."""

from collections.abc import Iterable

import click

from resnet_dsl.cli.difference import show_difference
from resnet_dsl.cli.in_place import replace
from resnet_dsl.diagnostics.diagnostic import Edit
from resnet_dsl.pipeline.fix import Fixed


def write(files: Iterable[Fixed]) -> None:
    """Write the files, and tell what was done. Raises `click.ClickException` where one cannot be written."""
    for one in files:
        replace(one.path, one.after)
        for finding in one.done:
            click.echo(f"fixed {finding.span}: {', '.join(map(_told, finding.fix))}", err=True)


def _told(edit: Edit) -> str:
    old, new = edit.span.text, edit.text.strip()
    if old and new:
        return f"`{old}` is now `{new}`"
    return f"`{old}` is removed" if old else f"`{new}` is inserted"


def show(files: Iterable[Fixed]) -> None:
    """Show how the files would change, and tell how much would be repaired."""
    for one in files:
        show_difference(one.path, one.before, one.after)
        total = len(one.done)
        mistakes = f"{total:,} mistake{'' if total == 1 else 's'}"
        click.echo(f"{mistakes} of `{one.path}` would be repaired, {len(one.left):,} left", err=True)
