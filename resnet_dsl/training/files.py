"""Files that are whole or not there, whatever happens to the process that writes them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from resnet_dsl.training.errors import Mendable, TrainingError


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a file, or leave the one that is there. Raises `Mendable`."""
    part = part_of(path)
    with said_of(path):
        try:
            part.write_bytes(data.encode() if isinstance(data, str) else data)
            to_disk(part)
            os.replace(part, path)
        except BaseException:
            with suppress(OSError):
                part.unlink()  # what is left of it would fill a disk that is full
            raise
        to_disk(path.parent)


def part_of(path: Path) -> Path:
    """Where a file is written before it has its name."""
    return path.with_name(f".{path.name}.part")


def write_json(path: Path, data: Any) -> None:
    """Write JSON, whole or not at all. Raises `Mendable`."""
    write_whole(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def read_json(path: Path) -> Any:
    """What a file of JSON holds. Raises `TrainingError`."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(f"`{path}` cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise TrainingError(f"`{path}` is damaged: {error}") from None


def to_disk(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before anything else happens."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def said_of(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a `Mendable` that names the file."""
    try:
        yield
    except OSError as error:
        raise Mendable(f"`{path}` cannot be written: {error.strerror or error}") from None
