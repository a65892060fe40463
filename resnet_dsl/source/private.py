"""Files that a program keeps for itself between runs, in a folder that nobody else can write to.

What is read from such a folder was written by the same user. Where that cannot be told, nothing is read and nothing
is written: what is kept only ever saves time.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "RESNET_DSL_CACHE"
"""The absolute path of the folder to use; with any other value, such as `off` or none, there is no folder."""
MOST_BYTES = 10_000_000
CAN_TELL = hasattr(os, "geteuid") and os.open in os.supports_dir_fd
"""Whether this system says whom a file belongs to, and opens it in a folder that is held open. Windows does not."""


def read_private(name: str) -> bytes | None:
    """The file of this name in the folder; None where there is none, or none that certainly is ours."""
    with suppress(OSError), _opened_folder() as folder:
        # A named pipe would let `open` wait: without blocking it is opened, and refused as no plain file.
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        with open(file, "rb") as opened:
            found = os.fstat(file)
            if stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and _is_ours(found):
                content = opened.read(MOST_BYTES + 1)
                return content if len(content) <= MOST_BYTES else None
    return None


def write_private(name: str, content: bytes) -> None:
    """Put a file into the folder, which is made if need be: as a whole or, where that cannot be, not at all."""
    with suppress(OSError), _opened_folder(make=True) as folder:
        _write(folder, name, content)


def _write(folder: int, name: str, content: bytes) -> None:
    unfinished = f"{name}.{os.urandom(8).hex()}"
    try:
        file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
        with open(file, "wb") as opened:
            opened.write(content)
        os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        with suppress(OSError):
            os.unlink(unfinished, dir_fd=folder)


def _place() -> Path | None:
    """Where the folder is, or is to be; None if there is to be none. A relative path would be in anyone's project."""
    if not CAN_TELL:
        return None
    place = Path(os.environ[VARIABLE]) if VARIABLE in os.environ else _usual_place()
    return place if place is not None and place.is_absolute() else None


def _usual_place() -> Path | None:
    """The folder of the program among the user's caches; None for a user without a home."""
    from platformdirs import user_cache_path

    with suppress(RuntimeError):
        return user_cache_path("resnet-dsl", appauthor=False)
    return None


@contextmanager
def _opened_folder(*, make: bool = False) -> Iterator[int]:
    """The folder, held open so that it stays the one that was looked at. Raises `OSError` unless it is ours."""
    place = _place()
    if place is None:
        raise FileNotFoundError("there is to be no folder")
    if make:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not _is_ours(os.fstat(folder)):
            raise PermissionError(f"{place} is not only ours to write to")
        yield folder
    finally:
        os.close(folder)


def _is_ours(found: os.stat_result) -> bool:
    """Whether the user owns what was found and nobody else may write to it."""
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
