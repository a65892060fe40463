"""Where things lie: nothing on anything else, every text in its box, the page neither a ribbon nor a tower."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from faults import contains, faults, samples
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import ARCHS
from resolving import every_arch, findings

import resnet_dsl as rd
from resnet_dsl.backends.graphviz.dot import edge_ids
from resnet_dsl.backends.graphviz.geometry import Layout, Point, Rectangle
from resnet_dsl.backends.graphviz.page import page, placed_dot
from resnet_dsl.backends.graphviz.parts import later_parts
from resnet_dsl.backends.graphviz.render import render
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.source.bundled import bundled_files

VIEWS = [View(), View(direction="right"), View(expand=("all",)), View(separate=True), View(depth=1, direction="right")]
LAST_OF_FILES = sorted({path: name for name, path in bundled_files().items()}.values())
EXAMPLES = sorted(map(str, (Path(__file__).parents[3] / "examples").glob("*.arch")))
NETWORKS = [*LAST_OF_FILES, *EXAMPLES, *(spec for spec, _ in every_arch())]
TEXTS = ["resnet152", "googlenet", "inception_v3", "d2l_googlenet", "resnet164_exclusive_gating"]
UNET = next(path for path in EXAMPLES if "unet" in path)
CHAIN = "arch chain {{ input 3x64x64; order conv relu\n{}\n}}".format(
    "\n".join(f"conv {3 + i % 2 * 2}x3, 8" for i in range(40))
)


def laid_out(arch: Arch, view: View) -> tuple[Graph, Layout]:
    graph = diagram(arch, view)
    return graph, page(graph, view)


def proportions(layout: Layout) -> float:
    return layout.bounds.height / layout.bounds.width


@pytest.mark.parametrize("name", NETWORKS, ids=lambda name: name.rpartition("/")[2])
@pytest.mark.parametrize("direction", ["down", "right"])
def test_nothing_lies_on_anything_else_on_a_page_of_good_proportions(name: str, direction: Any) -> None:
    graph, layout = laid_out(rd.load(name), View(direction=direction))
    assert faults(graph, layout) == []
    assert 1 / 3 <= proportions(layout) <= 3


@settings(max_examples=15, deadline=None)
@given(ARCHS, st.sampled_from(VIEWS))
def test_nothing_lies_on_anything_else_in_random_networks(text: str, view: View) -> None:
    if not findings(text):
        assert faults(*laid_out(rd.loads(text), view)) == []


@pytest.mark.parametrize(
    ("arch", "view"),
    [
        (rd.loads(CHAIN), View()),
        (rd.loads(CHAIN), View(direction="right")),
        (rd.load("resnet50"), View(expand=("all",))),
        (rd.load("resnet50"), View(expand=("all",), direction="right")),
        (rd.load("resnet152"), View(separate=True)),
        (rd.load(UNET), View(expand=("all",))),
        (rd.load(UNET), View(expand=("all",), direction="right")),
        (rd.load(UNET), View(separate=True, direction="right")),
    ],
    ids=["chain", "chain-right", "opened", "opened-right", "separate", "unet", "unet-right", "unet-separate"],
)
def test_long_strips_are_cut(arch: Arch, view: View) -> None:
    graph, layout = laid_out(arch, view)
    assert faults(graph, layout) == []
    assert 1 / 3 <= proportions(layout) <= 3


@pytest.mark.parametrize("direction", ["down", "right"])
def test_edges_that_are_cut_together_cross_no_more_than_before(direction: Any) -> None:
    graph, layout = laid_out(rd.load(UNET), View(expand=("all",), direction=direction))
    lines = [(edge, list(pairwise(samples(layout.edges[id])))) for edge, id in edge_ids(graph) if edge.style == "skip"]
    met = [(one, other) for (one, here), (other, there) in combinations(lines, 2) if crossed(here, there)]
    assert len(lines) == 4
    assert met == []


def crossed(here: list[tuple[Point, Point]], there: list[tuple[Point, Point]]) -> bool:
    """Whether two lines cross somewhere."""

    def turns(a: Point, b: Point, c: Point) -> bool:
        return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])

    return any(turns(a, c, d) != turns(b, c, d) and turns(a, b, c) != turns(a, b, d) for a, b in here for c, d in there)


def test_a_large_network_is_a_small_picture() -> None:
    graph, _ = laid_out(rd.load("resnet152"), View())
    assert len(graph.boxes) <= 60


def test_a_group_is_drawn_in_parts_where_the_strip_is_cut() -> None:
    graph, layout = laid_out(rd.load("d2l_googlenet"), View(direction="right"))
    (group,) = [id for id, frame in graph.frames.items() if frame.kind == "group"]
    parts = [group, *later_parts(group, layout)]
    assert len(parts) > 1
    assert len({round(layout.frames[part].top) for part in parts}) == len(parts)
    svg = str(rd.draw("d2l_googlenet", direction="right").svg)
    assert svg.count(">net …</text>") == len(parts) - 1
    assert [svg.count(f'id="{part}"') for part in parts] == [1] * len(parts)


def test_the_faults_of_a_bad_page_are_found() -> None:
    graph, layout = laid_out(rd.load("resnet18"), View())
    one, other = "input", "n_1"
    layout.boxes[one] = layout.boxes[other]
    found = faults(graph, layout)
    assert f"{one} lies on {other}" in found
    assert any("does not begin at its box" in fault for fault in found)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("direction", ["down", "right"])
def test_every_text_stands_in_its_box(name: str, direction: Any) -> None:
    view = View(direction=direction)
    graph = diagram(rd.load(name), view)
    drawn = json.loads(render(placed_dot(graph, view), "json"))
    boxes = [item for item in drawn["objects"] if "_ldraw_" in item]
    assert len(boxes) > len(graph.boxes) / 2
    for item in boxes:
        assert all(contains(_place(item), text) for text in _texts(item)), item["name"]


def _place(item: dict[str, Any]) -> Rectangle:
    if "bb" in item:
        return Rectangle(*map(float, item["bb"].split(",")))
    x, y = map(float, item["pos"].split(","))
    width, height = float(item["width"]) * 36, float(item["height"]) * 36
    return Rectangle(x - width, y - height, x + width, y + height)


def _texts(item: dict[str, Any]) -> Iterator[Rectangle]:
    """The place of each text of an item, as wide as Graphviz measured it; from its base line up."""
    size = 0.0
    for step in item["_ldraw_"]:
        if step["op"] == "F":
            size = step["size"]
        if step["op"] == "T":
            (x, y), width = step["pt"], step["width"]
            left = x - width * {"l": 0, "c": 0.5, "r": 1}[step["align"]]
            yield Rectangle(left, y, left + width, y + size * 0.7)


ARMS = ["googlenet", "inception_v3", "inception_small", "d2l_googlenet", EXAMPLES[0]]
CROSSED = "arch net { input 4x8x8; order conv; concat { conv 1x1, 4; identity; { conv 3x3, 4; conv 3x3, 4 } } }"
NESTED = CROSSED.replace(
    "{ conv 3x3, 4; conv", "{ conv 3x3, 4; concat { { conv 1x3, 4; conv 1x3, 4 }; conv 3x1, 4 }; conv"
)


SIDE = CROSSED.replace("concat", "a: conv 1x1, 4; output b when training: concat").replace("} } }", "} } from a }")


@pytest.mark.parametrize(
    "arch", [*map(rd.load, ARMS), *map(rd.loads, (CROSSED, NESTED, SIDE))], ids=lambda arch: arch.name
)
@pytest.mark.parametrize("direction", ["down", "right"])
def test_arms_lie_in_the_order_of_the_file(arch: Arch, direction: Any) -> None:
    view = View(direction=direction)
    found = [arms_across(graph, layout, direction) for graph, layout in both_ways(arch, view)]
    assert all(found)
    assert [arms for arms in chain.from_iterable(found) if arms != sorted(arms)] == []


def both_ways(arch: Arch, view: View) -> Iterator[tuple[Graph, Layout]]:
    """The picture of a network with its blocks closed and with all of them opened."""
    yield laid_out(arch, view)
    yield laid_out(arch, replace(view, expand=("all",)))


def arms_across(graph: Graph, layout: Layout, direction: str) -> list[list[float]]:
    """Where the arms of each concatenation lie, from left to right, or from top to bottom where data flows so."""
    into: dict[str, list[float]] = {}
    for edge, id in edge_ids(graph):
        if graph.boxes[edge.head].kind == "concat" and edge.style != "skip":
            direct = Counter(one.tail for one in graph.edges)[edge.tail] > 1
            points = layout.edges[id].points if direct else [layout.boxes[edge.tail].centre]
            x, y = points[len(points) // 2]
            into.setdefault(edge.head, []).append(-y if direction == "right" else x)
    return list(into.values())
