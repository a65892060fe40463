"""From DOT to pixels and vectors: by `dot` where it is installed, else in process by pygraphviz, which carries it."""

import importlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import graphviz

from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.backends.graphviz.dot import to_dot
from resnet_dsl.ir.nodes import Arch

Format = Literal["svg", "png", "pdf"]
HELP = "`pip install pygraphviz` or Graphviz itself draws it; the `.dot` can be written without either"


def draw(arch: Arch, format: Format) -> str | bytes:
    """The picture of a network; SVG is text, the others are bytes. Raises `BackendError` without a renderer."""
    data = render(to_dot(arch), format)
    return data.decode("utf-8") if format == "svg" else data


def render(dot: str, format: Format) -> bytes:
    """A picture in DOT, drawn. Raises `BackendError` where nothing can."""
    try:
        data: bytes = graphviz.pipe("dot", format, dot.encode("utf-8"), quiet=True)
    except graphviz.ExecutableNotFound:
        return _in_process(dot, format)
    except subprocess.CalledProcessError as error:
        raise BackendError(f"`dot` cannot draw {format}: {_reason(error)}") from None
    return data


def _in_process(dot: str, format: Format) -> bytes:
    pygraphviz = _pygraphviz(format)
    try:
        with pygraphviz.AGraph(string=dot) as picture, _quiet_libraries():
            data: bytes = picture.draw(format=format, prog="dot")
    except (OSError, ValueError) as error:
        raise BackendError(f"pygraphviz cannot draw {format}: {error}") from None
    return data


@contextmanager
def _quiet_libraries() -> Iterator[None]:
    """Keep the remarks of the renderer's C libraries about the fonts of this machine from the terminal."""
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _pygraphviz(format: Format) -> Any:
    try:
        return importlib.import_module("pygraphviz")
    except (ImportError, OSError):
        raise BackendError(f"nothing here can draw {format}: {HELP}") from None


def _reason(error: subprocess.CalledProcessError) -> str:
    lines = (error.stderr or b"").decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else f"it ends with {error.returncode}"
