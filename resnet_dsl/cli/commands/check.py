"""`resnet-dsl check`."""

import json
from pathlib import Path

import click

from resnet_dsl.cli.options import complete_spec, takes_folders
from resnet_dsl.cli.terminal import report
from resnet_dsl.diagnostics.as_json import to_data
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.text import render_all
from resnet_dsl.pipeline import check


@click.command("check", epilog="Example: resnet-dsl check my/*.arch")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_spec)
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@takes_folders
@click.pass_context
def command(context: click.Context, files: tuple[str, ...], format: str, folders: tuple[Path, ...]) -> None:
    """Everything that is wrong with FILES: syntax, names, shapes, and what they claim by `assert`.

    Every arch of a file is checked at its defaults. Bundled names are taken too, and - is standard input. The exit
    status is 0 where nothing is wrong, 1 where something is, 2 for a mistake in the command itself.
    """
    found = {file: check(file, folders) for file in files}
    if format == "json":
        click.echo(_as_json(found))
    else:
        _as_text(found)
    context.exit(1 if any(found.values()) else 0)


def _as_json(found: dict[str, tuple[Diagnostic, ...]]) -> str:
    data = [{"spec": file} | to_data(one) for file, diagnostics in found.items() for one in diagnostics]
    return json.dumps(data, indent=1, ensure_ascii=False)


def _as_text(found: dict[str, tuple[Diagnostic, ...]]) -> None:
    wrong = [diagnostic for diagnostics in found.values() for diagnostic in diagnostics]
    if wrong:
        report(render_all(wrong) + "\n")
    errors = _count(len(wrong), "error") if wrong else "no errors"
    report(f"{_count(len(found), 'file')}, {errors}")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
