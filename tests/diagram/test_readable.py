"""What can be read off a picture: the rows of the papers' tables."""

from collections import Counter

import pytest

import resnet_dsl as rd
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Box, Graph
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Module
from resnet_dsl.pipeline.catalogue import find_names

DEPTHS = {
    "resnet18": (2, 2, 2, 2),
    "resnet34": (3, 4, 6, 3),
    "resnet50": (3, 4, 6, 3),
    "resnet101": (3, 4, 23, 3),
    "resnet152": (3, 8, 36, 3),
    "resnet50_preact": (3, 4, 6, 3),
    "resnet200": (3, 24, 36, 3),
}


def picture(name: str, **view: object) -> Graph:
    return diagram(rd.load(name), View(**view))  # type: ignore[arg-type]


def folded(graph: Graph, stage: str) -> list[Box]:
    return [box for box in graph.boxes.values() if box.frame == stage and box.kind == "folded"]


@pytest.mark.parametrize(("name", "depths"), DEPTHS.items())
def test_stages_tell_how_many_blocks_they_have(name: str, depths: tuple[int, ...]) -> None:
    graph = picture(name)
    stages = [frame for frame in graph.frames.values() if frame.kind == "stage"]
    block = "basic" if name in ("resnet18", "resnet34") else "bottleneck"
    assert [stage.subtitle for stage in stages] == [f"{depth} × {block}" for depth in depths]
    assert [sum(box.count for box in folded(graph, stage.id)) for stage in stages] == list(depths)


@pytest.mark.parametrize(
    ("name", "first"), [("resnet18", "identity"), ("resnet34", "identity"), ("resnet50", "projection")]
)
def test_projections_and_strides_are_where_the_paper_has_them(name: str, first: str) -> None:
    graph = picture(name)
    cards = {graph.frames[id].sign: graph.frames[id].subtitle for id in graph.cards}
    told = [cards[box.card] for box in graph.boxes.values() if box.kind == "folded"]
    later = ["projection shortcut, /2", "identity shortcut"] * 3
    assert told == [f"{first} shortcut", *(["identity shortcut"] if first == "projection" else []), *later]
    for id in graph.cards:
        notes = [box.note for box in graph.boxes.values() if box.frame == id and box.note]
        assert notes == (["projection"] if "projection" in graph.frames[id].subtitle else [])


def test_a_shortcut_is_opened_with_the_block_that_it_stands_in() -> None:
    graph = picture("resnet50", depth=3)
    assert not [box for box in graph.boxes.values() if box.kind == "folded"]
    marked = [(box.head, box.behind) for box in graph.boxes.values() if box.note]
    assert marked[:2] == [("conv 1×1, 256", ("bn",)), ("conv 1×1, 512, /2", ("bn",))]
    assert len(marked) == 4


def test_it_is_marked_where_height_and_width_shrink() -> None:
    graph = picture("resnet50")
    assert [box.head for box in graph.boxes.values() if box.smaller and box.kind == "layer" and not box.frame] == [
        "conv 7×7, 64, /2",
        "max pool 3×3, /2",
    ]
    smaller = [box.key for box in graph.boxes.values() if box.smaller and box.kind == "folded"]
    assert smaller == ["layer2.0", "layer3.0", "layer4.0"]
    (card,) = [id for id in graph.cards if "/2" in graph.frames[id].subtitle]
    assert [box.head for box in graph.boxes.values() if box.frame == card and box.smaller] == [
        "conv 3×3, 128, /2",
        "conv 1×1, 512, /2",
    ]


@pytest.mark.parametrize("name", find_names())
def test_each_card_is_used_and_each_folded_box_has_one(name: str) -> None:
    graph = picture(name)
    signs = [graph.frames[id].sign for id in graph.cards]
    assert len(signs) == len(set(signs))
    assert {box.card for box in graph.boxes.values() if box.kind == "folded"} == set(signs)


@pytest.mark.parametrize("name", find_names())
def test_the_shares_of_a_network_are_no_more_than_all(name: str) -> None:
    graph = picture(name)
    inside = {frame.id for frame in graph.frames.values() if frame.share}
    shares = [box.share for box in graph.boxes.values() if box.share and box.frame not in inside]
    shares += [frame.share for frame in graph.frames.values() if frame.share]
    assert sum(share.parameters for share in shares) <= 1 + 1e-9
    assert 0.8 < sum(share.macs for share in shares) <= 1 + 1e-9


@pytest.mark.parametrize("name", ["resnet50", "googlenet", "inception_v3", "resnet110_exclusive_gating"])
@pytest.mark.parametrize("expand", [(), ("all",)])
def test_keys_are_those_of_the_model(name: str, expand: tuple[str, ...]) -> None:
    arch = rd.load(name)
    graph = diagram(arch, View(expand=expand))
    known = set(_keys(arch.root, ""))
    assert {box.key for box in graph.boxes.values()} <= {*known, ""}
    told = Counter(box.key for box in graph.boxes.values() if box.key)
    assert set(told.values()) == {1}


def _keys(module: Module, prefix: str) -> list[str]:
    found = []
    for name, member in members(module):
        found.append(f"{prefix}{name}")
        if isinstance(member, Module):
            found += _keys(member, f"{prefix}{name}.")
    return found
