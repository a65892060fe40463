"""What commands that take a network have in common: the spec, its parameters, its input, the folders of imports."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Asked, read_input
from resnet_dsl.pipeline.specs import open_spec
from resnet_dsl.resolve.claims import ClaimError
from resnet_dsl.source.bundled import bundled_files

Command = Callable[..., None]
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def complete_spec(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Bundled names that begin so, and files."""
    names = [CompletionItem(name) for name in bundled_files() if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def takes_folders(command: Command) -> Command:
    """The option `-I`."""
    help = "A folder where imports are looked up besides the file's own; repeatable."
    return click.option("-I", "folders", type=FOLDER, multiple=True, metavar="FOLDER", help=help)(command)


def takes_parameters(help: str) -> Callable[[Command], Command]:
    """The option `-p`."""
    return click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", callback=_parameters, help=help)


def takes_input(help: str) -> Callable[[Command], Command]:
    """The option `--input`."""
    return click.option("--input", metavar="3x299x299", callback=_input, help=help)


def takes_arch(command: Command) -> Command:
    """The argument SPEC with its options; the command is given the resolved network as its first argument."""

    @takes_spec
    @wraps(command)
    def run(asked: Asked, arch: Arch, **rest: Any) -> None:
        command(arch, **rest)

    return run


def takes_spec(command: Command) -> Command:
    """As `takes_arch`; the command is given what was asked for before the resolved network.

    Where nothing is wrong but claims of the file, the command does its work, and they are reported behind it.
    """

    @click.argument("spec", shell_complete=complete_spec)
    @takes_parameters("A parameter of the arch; the value is an expression of the language. Repeatable.")
    @takes_input("The shape of the input.")
    @takes_folders
    @wraps(command)
    def run(
        spec: str, parameters: dict[str, str], input: tuple[int, ...] | None, folders: tuple[Path, ...], **rest: Any
    ) -> None:
        asked = Asked(open_spec(spec, folders), parameters, input)
        try:
            arch = asked.resolve()
        except ClaimError as error:
            command(asked, error.arch, **rest)
            raise
        command(asked, arch, **rest)

    return run


def _parameters(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    for name, equals, value in pairs:
        if not (name.strip() and equals and value.strip()):
            raise click.BadParameter(f"`{name}{equals}{value}` is not NAME=VALUE")
    return {name.strip(): value for name, _, value in pairs}


def _input(context: click.Context, option: click.Parameter, value: str | None) -> tuple[int, ...] | None:
    try:
        return read_input(value)
    except ArchError as error:
        raise click.BadParameter(error.diagnostics[0].message) from None


def write(path: Path, data: str | bytes) -> None:
    """Write a file, or standard output for `-`. Raises `click.ClickException` where that cannot be."""
    if str(path) == "-":
        click.echo(data, nl=False)
        return
    try:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    except OSError as error:
        raise click.ClickException(f"`{path}` cannot be written: {error.strerror}") from None
