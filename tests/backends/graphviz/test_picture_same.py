"""The same picture in another process, from JSON, with another copy of Graphviz; and told to who does not see it."""

import os
import subprocess
import sys
from typing import NoReturn
from xml.etree import ElementTree

import graphviz
import pytest
from faults import faults
from resolving import net

import resnet_dsl as rd
from resnet_dsl.backends.graphviz.dot import edge_ids, head_id
from resnet_dsl.backends.graphviz.page import page
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.view import DEFAULT
from resnet_dsl.ir.serialise import from_json, to_json

SVG = "{http://www.w3.org/2000/svg}"
NAME = "googlenet"
DRAW = f"import resnet_dsl as rd; p = rd.draw('{NAME}'); print(p.dot, p.svg)"


def in_another_process(seed: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", DRAW], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_the_same_picture_in_every_process_and_from_json() -> None:
    first = in_another_process("1")
    assert first == in_another_process("2")
    copied = rd.draw(from_json(to_json(rd.load(NAME))))
    assert first == f"{copied.dot} {copied.svg}\n"


@pytest.mark.parametrize("name", ["resnet50", "googlenet", "d2l_googlenet"])
def test_without_dot_the_picture_is_about_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pygraphviz")
    graph = diagram(rd.load(name))
    here = page(graph, DEFAULT)

    def missing(*_: object, **__: object) -> NoReturn:
        raise graphviz.ExecutableNotFound(["dot"])

    monkeypatch.setattr(graphviz, "pipe", missing)
    there = page(graph, DEFAULT)
    assert faults(graph, there) == []
    for id, box in here.boxes.items():
        assert there.boxes[id].width == pytest.approx(box.width, rel=0.3), id
        assert there.boxes[id].height == pytest.approx(box.height, rel=0.3), id
    assert there.bounds.width == pytest.approx(here.bounds.width, rel=0.3)
    assert there.bounds.height == pytest.approx(here.bounds.height, rel=0.3)
    svg = rd.draw(name).svg
    assert _titles(svg) == _wanted(graph)


@pytest.mark.parametrize("name", ["resnet50", "inception_v3"])
def test_each_part_has_a_title_and_a_description(name: str) -> None:
    graph = diagram(rd.load(name))
    svg = rd.draw(name).svg
    root = ElementTree.fromstring(svg.encode())
    assert root.get("role") == "img"
    assert root.get("aria-label", "").startswith(f"{name}: ")
    assert _titles(svg) == _wanted(graph)
    for group in root.iter(f"{SVG}g"):
        if group.get("class") in ("node", "edge", "cluster"):
            assert (group.findtext(f"{SVG}title") or "").strip()
            assert group.find(f"{SVG}desc") is not None


def _titles(svg: str) -> set[str]:
    root = ElementTree.fromstring(svg.encode())
    groups = [group for group in root.iter(f"{SVG}g") if group.get("class") in ("node", "edge", "cluster")]
    ids = [group.get("id", "") for group in groups]
    assert len(ids) == len(set(ids))
    return {id for id in ids if "_part" not in id}


def _wanted(graph: Graph) -> set[str]:
    heads = {head_id(id) for id, frame in graph.frames.items() if frame.kind == "stage"}
    return {*graph.boxes, *graph.frames, *heads, *(id for _, id in edge_ids(graph)), "title", "legend"}


def test_descriptions_tell_what_a_person_wants_to_know() -> None:
    svg = rd.draw(net("residual { conv 3x3, 64 }")).svg
    root = ElementTree.fromstring(svg.encode())
    told = {group.findtext(f"{SVG}title"): group.findtext(f"{SVG}desc") for group in root.iter(f"{SVG}g")}
    assert told["conv1 conv 3×3, 64 (layer)"] == "conv1: 64×8×8 → 64×8×8, 36,992 parameters, 2.36 M multiply-adds"
    assert "input (terminal) passes on unchanged to + (circle)" in told
