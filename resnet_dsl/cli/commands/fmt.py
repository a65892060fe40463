"""`resnet-dsl fmt`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from resnet_dsl.cli.difference import show_difference
from resnet_dsl.cli.in_place import find, replace
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.formatter import format_text
from resnet_dsl.resolve.files import LARGEST_FILE, decode, read_text, refuse_foreign
from resnet_dsl.source.file import SourceFile

STANDARD_INPUT = Path("-")


@dataclass(frozen=True)
class Formatted:
    """A file, or standard input: its bytes as they are, and as they should be."""

    path: Path
    before: bytes
    after: bytes

    @property
    def is_changed(self) -> bool:
        """Whether they differ."""
        return self.before != self.after


@click.command("fmt", epilog="Example: resnet-dsl fmt --diff my/")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; list what would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.pass_context
def command(context: click.Context, files: tuple[Path, ...], check: bool, diff: bool) -> None:
    """Files in the canonical layout: it is written into them; their meaning and their comments stay.

    Of a folder all .arch files are taken; - is standard input, and goes to standard output. A file with mistakes in its
    syntax is left as it is. The exit status is 0 where all is well, 1 where a file has mistakes or, with --check or
    --diff, would change, 2 for a mistake in the command itself.
    """
    done: list[Formatted] = []
    wrong: list[Diagnostic] = []
    for path in find(files):
        try:
            done.append(_formatted(path))
        except ArchError as error:
            wrong += error.diagnostics
        else:
            _give_out(done[-1], check=check, diff=diff)
    click.echo(_summary(done, "would be reformatted" if check or diff else "reformatted"), err=True)
    if wrong:
        raise ArchError(wrong)
    context.exit(1 if (check or diff) and any(one.is_changed for one in done) else 0)


def _formatted(path: Path) -> Formatted:
    if path == STANDARD_INPUT:
        before = sys.stdin.buffer.read(LARGEST_FILE + 1)
        source = SourceFile("<stdin>", decode(before, "<stdin>"))
    else:
        source = SourceFile(str(path), read_text(path))
        before = path.read_bytes()
    refuse_foreign(source)
    return Formatted(path, before, format_text(source.text, name=source.name).encode())


def _give_out(one: Formatted, *, check: bool, diff: bool) -> None:
    if check and one.is_changed:
        click.echo(f"would reformat {one.path}")
    if diff:
        show_difference(one.path, one.before, one.after)
    if check or diff:
        return
    if one.path == STANDARD_INPUT:
        click.echo(one.after, nl=False)
    elif one.is_changed:
        replace(one.path, one.after)


def _summary(done: Sequence[Formatted], verb: str) -> str:
    changed = sum(one.is_changed for one in done)
    files = f"{changed:,} file{'' if changed == 1 else 's'}"
    return f"{files} {verb}, {len(done) - changed:,} left unchanged"
