"""`resnet-dsl check`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from resnet_dsl.checks.core.run import codes as warning_codes
from resnet_dsl.cli.formats import FORMATS, errors
from resnet_dsl.cli.mending import show, write
from resnet_dsl.cli.options import complete_spec, takes_folders
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.pipeline.check import check
from resnet_dsl.pipeline.fix import Fixed, fix
from resnet_dsl.pipeline.specs import path_of


def _codes(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for code in values:
        if code not in warning_codes():
            help = suggest(code, warning_codes()) or "`resnet-dsl explain` lists them"
            raise click.BadParameter(f"there is no warning `{code}`: {help}")
    return values


@click.command("check", epilog="Example: resnet-dsl check my/*.arch")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_spec)
@click.option("--format", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Let warnings count as errors do.")
@click.option("--select", multiple=True, metavar="CODE", callback=_codes, help="Warn of this only; repeatable.")
@click.option("--ignore", multiple=True, metavar="CODE", callback=_codes, help="Do not warn of this; repeatable.")
@click.option("--fix", "mend", is_flag=True, help="Repair in place what can be repaired without doubt.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@takes_folders
@click.pass_context
def command(
    context: click.Context,
    files: tuple[str, ...],
    format: str,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    mend: bool,
    diff: bool,
    folders: tuple[Path, ...],
) -> None:
    """Everything that is wrong with FILES: syntax, names, shapes, and what they claim by `assert`.

    Every arch of a file is checked at its defaults. Bundled names are taken too, and - is standard input. The exit
    status is 0 where nothing is wrong, 1 where something is, 2 for a mistake in the command itself. Warnings, of what
    is right and yet doubtful, change nothing in it unless they are to count. With --fix files that are given by their
    path are repaired before what remains is shown; with --diff the status is 1 too where one would change.
    """
    find = partial(check, folders=folders, select=select, ignore=ignore)
    if mend or diff:
        fixed = {file: _fixed(file, find) for file in files}
        found = {file: one.left if isinstance(one, Fixed) else one for file, one in fixed.items()}
        changed = [one for one in fixed.values() if isinstance(one, Fixed) and one.done]
        (show if diff else write)(changed)
    else:
        found, changed = {file: find(file) for file in files}, []
    if not diff:
        FORMATS[format](found)
    wrong = any(found.values()) if strict else errors(found) > 0
    context.exit(1 if wrong or (diff and changed) else 0)


def _fixed(file: str, find: Callable[..., tuple[Diagnostic, ...]]) -> Fixed | tuple[Diagnostic, ...]:
    """A file with its repairs; for what is given by no path, all that is wrong with it."""
    path = path_of(file)
    return fix(path, lambda texts: find(file, texts=texts)) if path else find(file)
