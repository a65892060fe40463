"""Standard output that takes nothing more: it is full, or it is closed."""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from resnet_dsl.cli.terminal import complain

FAILED = 1


class Watched(io.FileIO):
    """Standard output, which remembers whether it has refused something."""

    has_refused = False

    def write(self, data: Any, /) -> int:
        """As of any file. Raises `OSError`."""
        try:
            return super().write(data)
        except OSError as error:
            self.has_refused = error.errno != errno.EPIPE
            raise


@contextmanager
def told_where_it_fails() -> Iterator[None]:
    """Say in one line that standard output takes nothing more, and exit; a reader that goes away is for click."""
    watched = Watched(_descriptor(), "w", closefd=False)
    encoding = sys.stdout.encoding if sys.stdout else "utf-8"
    buffered = io.BufferedWriter(watched)
    sys.stdout = io.TextIOWrapper(buffered, encoding, "replace", line_buffering=watched.isatty())
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        if not watched.has_refused:
            raise
        _let_go(watched.fileno())
        complain(f"error: standard output cannot be written: {error.strerror}")
        sys.exit(FAILED)


def _descriptor() -> int:
    """That of standard output; of something that cannot be written where it was closed before the process began."""
    return sys.stdout.fileno() if sys.stdout else os.open(os.devnull, os.O_RDONLY)


def _let_go(descriptor: int) -> None:
    """Send what is left in the buffer nowhere, since the interpreter writes it once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
