"""Files that are changed where they stand."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

SUFFIX = ".arch"


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among the paths, and those of the language in the folders, hidden folders left out; each once."""
    yield from dict.fromkeys(file for path in paths for file in (_within(path) if path.is_dir() else [path]))


def _within(folder: Path) -> Iterator[Path]:
    for home, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(home, name) for name in sorted(files) if name.endswith(SUFFIX))


def replace(path: Path, data: bytes) -> None:
    """Write a file that is there: all of it or nothing. Its mode stays, and a link stays a link.

    Raises `click.ClickException` where that cannot be.
    """
    try:
        _replace(path.resolve(strict=True), data)
    except OSError as error:
        raise click.ClickException(f"`{path}` cannot be written: {error.strerror}") from None


def _replace(path: Path, data: bytes) -> None:
    with path.open("r+b"):  # what may not be written is not replaced either
        pass
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(path, name)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
