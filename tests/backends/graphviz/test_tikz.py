"""The picture in TikZ, as text."""

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import graphviz
import pytest

from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.backends.graphviz.geometry import Curve, Layout, Rectangle
from resnet_dsl.backends.graphviz.tikz import picture
from resnet_dsl.backends.graphviz.tikz.document import tikz_document, tikz_picture
from resnet_dsl.backends.graphviz.tikz.edges import edge_line
from resnet_dsl.backends.graphviz.tikz.names import node_names
from resnet_dsl.diagram.graph import Box, Edge, Frame, Graph
from resnet_dsl.diagram.view import DEFAULT, View
from resnet_dsl.ir.nodes import Arch

Resolve = Callable[[str], Arch]
SMALL = (Path(__file__).parent / "golden" / "small.arch").read_text("utf-8")
NAMES = {"a": "first", "b": "second"}


@pytest.fixture
def small(resolve: Resolve) -> Arch:
    return resolve(SMALL)


def test_the_document_holds_the_picture(small: Arch) -> None:
    alone, document = tikz_picture(small, DEFAULT), tikz_document(small, DEFAULT)
    begin = alone.index(r"\begin{tikzpicture}")
    assert alone[begin:] in document
    assert r"\documentclass" not in alone
    assert tikz_document(small, DEFAULT) == document


def test_it_holds_what_a_reader_looks_for(small: Arch) -> None:
    text = tikz_picture(small, DEFAULT)
    for wanted in (
        r"\nettitle{small}\\\nethead{A small residual network.}\\\netcaption{",
        r"\node[stage, size=",
        r"] (layer2) at (",
        r"\netname{[A]} \netname{basic}\nettimes{ $\times3$}\\\netlines{$3\times3$, 32\\$3\times3$, 32}",
        r"\nethead{conv $3\times3$, 32, /2}\\\netdetail{bn $\cdot$ relu}",
        r"] (layer2-0-conv1) at (",
        r"\netnote{projection}",
        r"\node[terminal, training, size=",
        r"\draw[edge, training] ",
        r"\draw[shortcut] ",
        r"\netsmall{shortcut that passes the value on unchanged}",
        r"\netbar{parameters}{",
    ):
        assert wanted in text, wanted
    assert re.search(r"\\node\[sum, size=\{\S+?\}\{\S+?\}\] \(layer1-0-sum\) at \(\S+\) \{\$\+\$\};", text)


def test_one_node_or_edge_a_line_and_every_end_is_a_node(small: Arch) -> None:
    lines = tikz_picture(small, View(expand=("all",))).splitlines()
    drawn = [line for line in lines if line.startswith((r"\node", r"\draw"))]
    assert drawn
    assert all(line.endswith(";") and line.count(r"\node") + line.count(r"\draw") == 1 for line in drawn)
    named = re.findall(r"\] \(([\w-]+)\) at ", "\n".join(drawn))
    assert len(named) == len(set(named))
    edges = [re.match(r"\\draw\[\w+\] \(([\w-]+)\) -- \(([\w-]+)\)", line) for line in drawn]
    ends = {end for edge in edges if edge for end in edge.groups()}
    assert {"input", "stem", "layer2-0-sum", "output"} <= ends
    assert ends <= set(named)


def test_wishes_are_met(small: Arch) -> None:
    assert r"\fill[background]" not in tikz_picture(small, DEFAULT)
    dark = tikz_document(small, View(theme="dark"))
    assert r"\definecolor{background}{HTML}{14181D}" in dark
    assert r"\fill[background] (-12,-12) rectangle" in dark
    assert "how to read this" not in tikz_picture(small, View(legend=False))
    linked = tikz_document(small, View(links="https://x.org/a_b"))
    assert r"{\href{https://x.org/a\_b/net.arch\#L20}{\nethead{conv $3\times3$, 16}}" in linked
    assert r"{hyperref}" in linked
    assert "hyperref" not in tikz_document(small, DEFAULT)


def test_names_are_unique_and_safe() -> None:
    graph = Graph()
    for id, key in {"n_0": "a.b", "n_1": "a.b", "n_2": "é(x),y.1", "n_3": "é", "n_4": "n_0"}.items():
        graph.boxes[id] = Box(id, "", "layer", key=key)
    graph.frames["n_5"] = Frame("n_5", "", "stage", key="a.b")
    assert list(node_names(graph).values()) == ["a-b", "n_1", "xy-1", "n_3", "n_4", "n_5"]


def _drawn(*points: tuple[float, float], boxes: dict[str, Rectangle] | None = None, value: str = "") -> str:
    lying = boxes or {"a": Rectangle(0, 100, 20, 120), "b": Rectangle(60, 0, 80, 20)}
    *controls, tip = points
    label = Rectangle(40, 50, 60, 60) if value else None
    box = Box("a", "", "layer", shape=value) if value else None
    return edge_line(Edge("a", "b"), Curve(tuple(controls), tip, label), Layout(lying), NAMES, box)


def test_an_upright_edge_leads_from_node_to_node() -> None:
    above = {"a": Rectangle(0, 100, 20, 120), "b": Rectangle(-5, 0, 25, 20)}
    points = ((10, 100), (10, 80), (10, 60), (10, 26), (10, 20))
    assert _drawn(*points, boxes=above) == r"\draw[main] (first) -- (second);"
    label = r" node[value, anchor=west] at (14,55) {\netvalue{$8\times8$}};"
    assert _drawn(*points, boxes=above, value="8×8") == rf"\draw[main] (first) -- (second){label}"


def test_other_edges_keep_their_course() -> None:
    curved = _drawn((10, 100), (10, 60), (70, 60), (70, 26), (70, 20))
    assert curved == r"\draw[main] (10,100) .. controls (10,60) and (70,60) .. (70,26) -- (70,20);"
    slanted = _drawn((20, 100), (30, 80), (40, 60), (57, 26), (60, 20))
    assert slanted == r"\draw[main] (20,100) -- (60,20);"
    corner = ((10, 100), (10, 60), (10, 60), (10, 60), (70, 60), (70, 60), (70, 60), (70, 26), (70, 26), (70, 26))
    assert _drawn(*corner, (70, 20)) == r"\draw[main, rounded corners=4bp] (10,100) -- (10,60) -- (70,60) -- (70,20);"


def test_too_large_for_tex(small: Arch, monkeypatch: pytest.MonkeyPatch) -> None:
    def huge(*_: object) -> Layout:
        return Layout(boxes={"input": Rectangle(0, 0, 72, 72 * 300)})

    monkeypatch.setattr(picture, "page", huge)
    with pytest.raises(BackendError, match=r"^the picture has 3 by 762 cm, and TeX has no length over 560 cm"):
        tikz_picture(small, DEFAULT)


def test_without_a_layout_it_says_what_to_do(small: Arch, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> NoReturn:
        raise graphviz.ExecutableNotFound(["dot"])

    def no_module(name: str) -> NoReturn:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(graphviz, "pipe", missing)
    monkeypatch.setattr(importlib, "import_module", no_module)
    with pytest.raises(BackendError, match="nothing here can draw json: `pip install pygraphviz`"):
        tikz_document(small, DEFAULT)
