"""The picture itself, drawn."""

import importlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

import graphviz
import pytest

from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.backends.core.registry import picture_backends
from resnet_dsl.backends.graphviz.render import render
from resnet_dsl.diagram.view import DEFAULT
from resnet_dsl.ir.nodes import Arch

Resolve = Callable[[str], Arch]
SVG = "{http://www.w3.org/2000/svg}"
SMALL = (Path(__file__).parent / "golden" / "small.arch").read_text("utf-8")


@pytest.fixture
def without_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> NoReturn:
        raise graphviz.ExecutableNotFound(["dot"])

    monkeypatch.setattr(graphviz, "pipe", missing)


def test_the_svg_holds_what_a_reader_looks_for(resolve: Resolve) -> None:
    svg = picture_backends()["svg"].run(resolve(SMALL), DEFAULT)
    assert isinstance(svg, str)
    root = ElementTree.fromstring(svg.encode("utf-8"))
    texts = {(text.text or "").strip() for text in root.iter(f"{SVG}text")}
    assert {"small", "A small residual network.", "input", "logits", "early_logits", "training only"} <= texts
    assert {"layer1", "layer2", "4 × basic", "×2", "×3", "projection", "conv 3×3, 32, /2"} <= texts
    assert {"bn · relu", "+", "concat", "32×16×16", "→ 32×16×16", "fc 10", "[A] basic", "how to read this"} <= texts


@pytest.mark.parametrize(("name", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_pixels_and_print(name: str, start: bytes, resolve: Resolve) -> None:
    data = picture_backends()[name].run(resolve(SMALL), DEFAULT)
    assert isinstance(data, bytes)
    assert data.startswith(start)


def test_all_are_pictures_by_suffix() -> None:
    found = {suffix: item.name for item in picture_backends().values() for suffix in item.suffixes}
    assert {".dot", ".svg", ".png", ".pdf"} <= found.keys()


@pytest.mark.usefixtures("without_dot")
def test_in_process_where_dot_is_not_installed() -> None:
    pytest.importorskip("pygraphviz")
    assert b"<svg" in render("digraph { a -> b }", "svg")


@pytest.mark.usefixtures("without_dot")
def test_a_mistake_in_process_is_said() -> None:
    pytest.importorskip("pygraphviz")
    with pytest.raises(BackendError, match="pygraphviz cannot draw svg"):
        render("digraph { a -> ", "svg")


@pytest.mark.usefixtures("without_dot")
def test_without_a_renderer_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, resolve: Resolve) -> None:
    def missing(name: str) -> NoReturn:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(BackendError, match=r"nothing here can draw png: `pip install pygraphviz`.*`\.dot`"):
        render("digraph { a -> b }", "png")


def test_a_dot_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> NoReturn:
        raise subprocess.CalledProcessError(1, ["dot"], stderr=b"no such format\nmore")

    monkeypatch.setattr(graphviz, "pipe", failing)
    with pytest.raises(BackendError, match=r"`neato` cannot draw pdf: no such format$"):
        render("digraph { a -> b }", "pdf")
