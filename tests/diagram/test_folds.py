"""What one box and one card stand for: nothing that a reader would see is lost."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

import resnet_dsl as rd
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Box, Graph
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Module, Node, Repeat

Draw = Callable[..., Graph]


def folded(graph: Graph) -> list[tuple[str, int]]:
    return [(box.card, box.count) for box in graph.boxes.values() if box.kind == "folded" and box.frame == ""]


@pytest.mark.parametrize(
    ("body", "first", "second", "cards"),
    [
        ("conv 3x3, 4; dropout v; conv 1x1, 4", "0.1", "0.2", "AB"),
        ("conv 3x3, 4; gn v; conv 3x3, 4", "2", "4", "AB"),
        ("conv 3x3, 4; maxpool 3x3, /1; affine v", "2", "3", "AB"),
        ("conv 3x3, 4; leaky_relu v; conv 3x3, 4", "0.1", "0.2", "AB"),
        ("conv 3x3, 4, groups=v; conv 3x3, 4", "1", "2", "AB"),
        ("conv 3x3, 4, groups=v; conv 3x3, 4", "2", "4", "AB"),
        ("conv 3x3, v; conv 3x3, 4, groups=2", "8", "16", "AA"),
        ("conv v, 4; conv 3x3, 4", "1x1", "3x3", "AB"),
        ("conv 3x3, 4, dilation=v, pad=v; conv 3x3, 4", "1", "2", "AB"),
        ("conv 3x3, v; conv 3x3, 4", "8", "16", "AA"),
        ("concat { conv 1x1, v; conv 1x1, 4 }; conv 3x3, 4", "8", "16", "AA"),
        ("{ conv 3x3, 4; maxpool 3x3, /1 } x v", "2", "3", "AB"),
        ("conv 3x3, 4; if v == 1 { conv 1x1, 4 } else { conv 1x1, 4, act=none }", "1", "2", "AB"),
    ],
)
def test_what_a_card_shows_is_true_of_each_box(body: str, first: str, second: str, cards: str, draw: Draw) -> None:
    graph = draw(f"b {first}; conv 1x1, 4; b {second}", f"block b(v) {{ {body} }}", folded=True)
    assert "".join(card for card, _ in folded(graph)) == cards


def test_a_block_of_one_channel_is_as_one_of_many(draw: Draw) -> None:
    block = "block b(w) { conv 3x3, w; conv 3x3, w }"
    graph = draw("conv 1x1, 1; b 8; conv 1x1, 4; b 16", block, folded=True)
    assert [card for card, _ in folded(graph)] == ["A", "A"]


def test_blocks_with_other_widths_in_them_are_not_one_box(draw: Draw) -> None:
    blocks = (
        "block inner(w) { residual { conv 3x3, w; conv 3x3, 4 } }\nblock outer(w) { inner w; conv 1x1, 4; inner w }"
    )
    graph = draw("outer 8; outer 16; outer 16", blocks, folded=True)
    assert folded(graph) == [("A", 1), ("A", 2)]


def test_blocks_whose_lines_are_cut_are_not_one_box(draw: Draw) -> None:
    block = "block b(w) { concat { { conv 1x1, 4; conv 1x1, 4; conv 1x1, 4; conv 1x1, 4; conv 1x1, w }; identity } }"
    graph = draw("b 8; conv 1x1, 4; b 8; conv 1x1, 4; b 16", block, folded=True)
    one, two, three = [box for box in graph.boxes.values() if box.kind == "folded"]
    assert one.lines == two.lines == three.lines
    graph = draw("b 8; b 16; b 16", block, folded=True)
    assert folded(graph) == [("A", 1), ("A", 2)]


def test_a_block_that_is_only_another_block_is_told_once(draw: Draw) -> None:
    blocks = "block inner(w) { residual { conv 3x3, w; conv 3x3, w } }\nblock outer(w) { inner w }"
    graph = draw("outer 4 x3; inner 4", blocks, folded=True)
    assert cards(graph) == ["drawn as in outer1.inner1; 4 uses, also in inner1"]


def cards(graph: Graph) -> list[str]:
    return [graph.frames[card].shape for card in graph.cards]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("inner 4", ["drawn as in inner1"]),
        ("inner 4 x3", ["drawn as in inner1; 3 uses"]),
        ("inner 4 x3; conv 1x1, 4; inner 8", ["drawn as in inner1; 4 uses, also in inner4"]),
        (
            "; conv 1x1, 4; ".join(["inner 4"] * 5),
            ["drawn as in inner1; 5 uses, also in inner2, inner3, …"],
        ),
        ("{ conv 1x1, 4; inner 4 } x3", ["drawn as in brace1.3; 3 uses"]),
        (
            "outer 4 x3; conv 1x1, 4; outer 8",
            ["drawn as in outer1; 4 uses, also in outer4", "drawn as in outer1.inner1; 12 uses, also in outer1.inner3"],
        ),
        (
            "inner 4; { outer 4; conv 1x1, 4 } x2",
            [
                "drawn as in inner1; 7 uses, also in brace1.0.inner1, brace1.0.inner3",
                "drawn as in brace1.0; 2 uses",
            ],
        ),
    ],
)
def test_a_card_tells_how_often_its_block_runs(body: str, wanted: list[str], draw: Draw) -> None:
    blocks = (
        "block inner(w) { residual { conv 3x3, w; conv 3x3, 4 } }\nblock outer(w) { inner w x2; conv 1x1, 4; inner w }"
    )
    assert cards(draw(body, blocks, folded=True)) == wanted


@pytest.mark.parametrize("name", ["resnet152", "resnet1202", "googlenet", "inception_v3", "d2l_googlenet"])
def test_the_uses_of_cards_are_all_modules_of_blocks(name: str) -> None:
    arch = rd.load(name)
    every = Counter(module.block for module in modules(arch.root.nodes) if module.role == "block")
    found: Counter[str] = Counter()
    graph = diagram(arch)
    for frame in (graph.frames[id] for id in graph.cards):
        found[frame.title] += int((re.search(r"; (\d+) uses", frame.told) or [0, 1])[1])
    assert found == Counter({block: count for block, count in every.items() if block not in SINGLE})


SINGLE = ("unit", "unpadded")
"""Blocks that are one box when they are opened, and have no card."""


def modules(nodes: tuple[Node, ...]) -> Iterator[Module]:
    """Every module, the runs of a repeat one by one."""
    for node in nodes:
        if isinstance(node, Module):
            yield node
        for _ in range(node.count if isinstance(node, Repeat) else 1):
            yield from modules(node.nodes)


def test_the_share_and_the_figures_of_merged_runs_are_of_all(draw: Draw) -> None:
    graph = draw("conv 1x1, 8; conv 3x3, 4, order=none x3", folded=True)
    (box,) = [box for box in graph.boxes.values() if box.count == 3]
    first, more = (8 * 9 + 1) * 4, (4 * 9 + 1) * 4
    assert box.share
    assert box.share.parameters == pytest.approx((first + 2 * more) / (first + 2 * more + 4 * 8 + 16))
    assert f"{first} parameters" in box.told
    assert f"2 × conv3: 4×8×8 → 4×8×8, {more} parameters" in box.told
    graph = draw("b; b", "block b { residual { conv 3x3, 4; conv 3x3, 4 } }", folded=True)
    (box,) = [box for box in graph.boxes.values() if box.count == 2]
    assert f"{4 * (4 * 9 * 4 + 8)} parameters" in box.told


def lines(block: str, draw: Draw) -> tuple[str, ...]:
    graph = draw("conv 1x1, 4; b", f"block b {{ {block} }}", folded=True)
    (box,) = [box for box in graph.boxes.values() if box.kind == "folded" and box.frame == ""]
    return box.lines


@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        ("residual { conv 1x1, 8; conv 3x3, 4 }", ("1×1, 8", "3×3, 4")),
        ("concat { conv 1x1, 8; { conv 1x1, 4; conv 3x3, 8 } }", ("concat of", "1×1, 8", "1×1, 4 → 3×3, 8")),
        (
            "concat { { conv 1x1, 8; concat { conv 1x3, 4; conv 3x1, 4 } }; identity }",
            ("concat of", "1×1, 8 → (1×3, 4 | 3×1, 4)", "identity"),
        ),
        ("conv 1x1, 8; concat { conv 1x3, 4; identity }", ("1×1, 8", "(1×3, 4 | identity)")),
        ("conv 1x1, 8; mul { identity; { sigmoid } }", ("1×1, 8", "(identity × sigmoid)")),
        ("{ conv 1x1, 4; conv 3x3, 4 } x2; conv 1x1, 8", ("(1×1, 4 → 3×3, 4) ×2", "1×1, 8")),
        ("conv 1x1, 4 x2; conv 1x1, 8", ("1×1, 4 ×2", "1×1, 8")),
        ("conv 1x1, 8; upsample 2; maxpool 2x2, /2", ("1×1, 8", "upsample ×2, nearest", "max pool 2×2, /2")),
        ("conv 1x1, 8; channel_shuffle 2; conv 1x1, 4", ("1×1, 8", "shuffle, groups 2", "1×1, 4")),
        ("conv 1x1, 8; channels_last; dropout 0.1; channels_first; conv 1x1, 4", ("1×1, 8", "1×1, 4")),
    ],
)
def test_the_lines_of_a_block_keep_what_is_parallel_from_what_follows(
    block: str, wanted: tuple[str, ...], draw: Draw
) -> None:
    assert lines(block, draw) == wanted


STEPS = "; ".join(["conv 1x1, 4"] * 6)
LONG = "conv 11x11, 1024, /2, groups=4, dilation=100"


@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        (f"concat {{ {{ {STEPS} }}; identity }}", "1×1, 4 → 1×1, 4 → 1×1, 4 → 1×1, 4 → …"),
        (f"concat {{ {{ {STEPS} }}; {{ {STEPS} }} }}; conv 1x1, 4", "(1×1, 4 → 1×1, 4 → 1×1, 4 → … | …)"),
        (f"{{ {STEPS} }} x2; conv 1x1, 4", "(1×1, 4 → 1×1, 4 → 1×1, 4 → …) ×2"),
        (
            "concat { { conv 1x1, 4; concat { conv 1x3, 4; conv 3x1, 4; conv 3x3, 4 }; conv 1x1, 4 }; identity }",
            "1×1, 4 → (1×3, 4 | 3×1, 4 | …) → …",
        ),
        (f"concat {{ {{ {LONG}; conv 1x1, 4 }}; {LONG} }}", "11×11, 1024, /2, groups 4, dilation 100 → …"),
        (f"concat {{ {{ {LONG}; conv 1x1, 4 }}; {LONG} }}", "11×11, 1024, /2, groups 4, dilation 100"),
    ],
)
def test_a_long_line_is_cut_between_steps_and_its_brackets_are_closed(block: str, wanted: str, draw: Draw) -> None:
    assert wanted in lines(block, draw)


def test_what_a_closed_module_reads_from_afar_leads_into_it() -> None:
    text = "arch net { input 4x8x8; a: conv 1x1, 4; conv 3x3, 4; stage s: { conv 3x3, 4; add { identity; from a } } }"
    graph = diagram(rd.loads(text.replace("input", "order conv; input")), View(depth=1))
    (box,) = [box for box in graph.boxes.values() if box.kind == "folded"]
    into = [(edge.style, graph.boxes[edge.tail].key) for edge in graph.edges if edge.head == box.id]
    assert into == [("main", "conv1"), ("skip", "a")]


def test_a_repeat_that_reads_one_value_and_carries_on_another_shows_where_runs_begin(draw: Draw) -> None:
    graph = draw("a: conv 1x1, 4; conv 3x3, 4; { conv 5x5, 4; add { identity; from a } } x3")
    (entry,) = [box for box in graph.boxes.values() if box.kind == "entry"]
    assert [graph.boxes[edge.tail].head for edge in graph.edges if edge.head == entry.id] == ["conv 3×3, 4"]


def test_a_repeat_beside_an_identity_needs_no_point(draw: Draw) -> None:
    graph = draw("residual { conv 3x3, 4 x3; conv 3x3, 4 }")
    counted = [box for box in graph.boxes.values() if box.count > 1]
    assert all(isinstance(box, Box) and box.kind == "layer" for box in counted)
    assert not [box for box in graph.boxes.values() if box.kind == "entry"]
