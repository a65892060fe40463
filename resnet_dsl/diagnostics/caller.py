"""The line of somebody else's Python that led to an exception of this package."""

import os
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

PACKAGE = str(Path(__file__).parents[1]) + os.sep
SHELL = f"{os.sep}IPython{os.sep}"


def caller(traceback: TracebackType | None) -> str:
    """The line that called this package, with its number; empty where there is none, or it is IPython's own.

    The name of the file is there if it is one: that of a cell in a notebook is not.
    """
    frames = extract_tb(traceback)
    inside = next((place for place, frame in enumerate(frames) if frame.filename.startswith(PACKAGE)), 0)
    if not inside or SHELL in frames[inside - 1].filename:
        return ""
    frame = frames[inside - 1]
    where = f"{frame.filename}:" if os.path.isfile(frame.filename) else "line "
    return f"{where}{frame.lineno}: {frame.line}"
