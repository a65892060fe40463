"""From DOT to pixels and vectors: by `dot` where it is installed, else in process by pygraphviz, which carries it."""

import importlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import graphviz

from resnet_dsl.backends.core.backend import BackendError

Format = Literal["svg", "png", "pdf", "json"]
HELP = "`pip install pygraphviz` or Graphviz itself draws it; the `.dot` can be written without either"


def lay_out_all(dots: list[str]) -> str:
    """Several graphs in DOT as JSON, one text behind the other. Raises `BackendError` where nothing can lay out."""
    try:
        return _run("dot", "\n".join(dots), "json").decode("utf-8")
    except graphviz.ExecutableNotFound:
        return "\n".join(_in_process("dot", dot, "json").decode("utf-8") for dot in dots)


def render(dot: str, format: Format) -> bytes:
    """DOT in which everything is pinned, drawn. Raises `BackendError` where nothing can."""
    try:
        return _run("neato", dot, format)
    except graphviz.ExecutableNotFound:
        return _in_process("nop2", dot, format)


def _run(engine: str, dot: str, format: Format) -> bytes:
    pinned = 2 if engine == "neato" else None
    try:
        data: bytes = graphviz.pipe(engine, format, dot.encode("utf-8"), neato_no_op=pinned, quiet=True)
    except subprocess.CalledProcessError as error:
        raise BackendError(f"`{engine}` cannot draw {format}: {_reason(error)}") from None
    return data


def _in_process(engine: str, dot: str, format: Format) -> bytes:
    pygraphviz = _pygraphviz(format)
    try:
        with pygraphviz.AGraph(string=dot) as picture, _quiet_libraries():
            data: bytes = picture.draw(format=format, prog=engine)
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
