"""What is drawn, and that every edge tells the truth."""

from collections.abc import Callable

import pytest

from resnet_dsl.diagram.graph import Box, Graph

Draw = Callable[..., Graph]
BLOCK = "block unit(width, stride = 1) { residual { conv 3x3, width, /stride } }"


def name(box: Box) -> str:
    """What a reader sees in a box, on one line."""
    lines = (" · ".join(box.before), box.head, " · ".join(box.behind), box.note)
    return " | ".join(line for line in lines if line) or box.kind


def edges(graph: Graph) -> set[tuple[str, str, str]]:
    return {(name(graph.boxes[edge.tail]), name(graph.boxes[edge.head]), edge.style) for edge in graph.edges}


INPUT, OUTPUT = "input | 4×8×8", "output | 4×8×8"


def test_a_convolution_and_its_order_are_one_box(draw: Draw) -> None:
    graph = draw("conv 3x3, 8, /2")
    box = list(graph.boxes.values())[1]
    assert (box.before, box.head, box.behind, box.shape) == ((), "conv 3×3, 8, /2", ("bn", "relu"), "8×4×4")


def test_what_stands_before_a_convolution_stands_above_it(draw: Draw) -> None:
    graph = draw("order bn relu conv +\nconv 3x3, 4; residual { conv 3x3, 4; conv 3x3, 4 }")
    assert [name(box) for box in graph.boxes.values()] == [
        INPUT,
        "conv 3×3, 4 | bn · relu",
        "conv 3×3, 4",
        "bn · relu | conv 3×3, 4",
        "+",
        "bn · relu",
        OUTPUT,
    ]


def test_an_identity_is_a_direct_edge(draw: Draw) -> None:
    graph = draw("residual { conv 3x3, 4 }")
    assert edges(graph) == {
        (INPUT, "conv 3×3, 4 | bn", "main"),
        ("conv 3×3, 4 | bn", "+", "main"),
        (INPUT, "+", "identity"),
        ("+", "relu", "main"),
        ("relu", OUTPUT, "main"),
    }


def test_a_projection_is_a_box_on_a_path_of_its_own(draw: Draw) -> None:
    graph = draw("residual { conv 3x3, 8, /2 }")
    short = "conv 1×1, 8, /2 | bn | projection"
    assert (INPUT, short, "shortcut") in edges(graph)
    assert (short, "+", "shortcut") in edges(graph)
    assert not any(style == "identity" for _, _, style in edges(graph))


def test_a_path_of_ones_own_is_no_projection(draw: Draw) -> None:
    graph = draw("residual { conv 3x3, 8, /2 } shortcut { avgpool 2x2, /2; conv 1x1, 8, order=none }")
    assert ("average pool 2×2, /2", "conv 1×1, 8 | projection", "shortcut") in edges(graph)
    assert ("conv 1×1, 8 | projection", "+", "shortcut") in edges(graph)


def test_a_padded_shortcut_says_so(draw: Draw) -> None:
    graph = draw("residual { conv 3x3, 8, /2 } shortcut pad")
    assert (INPUT, "zero pad, 8, /2", "shortcut") in edges(graph)


def test_no_shortcut_is_no_sum(draw: Draw) -> None:
    graph = draw("residual { conv 3x3, 8 } shortcut none")
    assert "+" not in {name(box) for box in graph.boxes.values()}


def test_each_arm_of_a_join_has_an_edge_into_it(draw: Draw) -> None:
    graph = draw("concat { identity; conv 1x1, 8; { conv 1x1, 2; conv 3x3, 3 } }")
    assert [edge.style for edge in graph.edges if graph.boxes[edge.head].kind == "concat"] == ["identity"] * 3
    assert (INPUT, "concat", "identity") in edges(graph)
    assert graph.boxes[graph.edges[-1].tail].shape == "15×8×8"


def test_sums_and_products_are_circles(draw: Draw) -> None:
    graph = draw("add { identity; conv 1x1, 4 }; mul { identity; { global_avgpool; sigmoid } }")
    assert [box.head for box in graph.boxes.values() if box.kind == "circle"] == ["+", "×"]


def test_a_read_is_an_edge_from_afar(draw: Draw) -> None:
    graph = draw("skip: conv 1x1, 4; conv 3x3, 4; conv 3x3, 6; concat { identity; from skip }")
    assert ("conv 1×1, 4 | bn · relu", "concat", "skip") in edges(graph)


def test_in_is_what_enters_the_block(draw: Draw) -> None:
    graph = draw("conv 1x1, 4; twice", "block twice { conv 3x3, 4; concat { identity; from in } }")
    (edge,) = [edge for edge in graph.edges if edge.style == "skip"]
    assert graph.boxes[edge.tail].kind == "split"
    assert [name(graph.boxes[other.tail]) for other in graph.edges if other.head == edge.tail] == [
        "conv 1×1, 4 | bn · relu"
    ]


def test_a_label_in_the_braces_of_an_arm_is_not_known_in_the_next(draw: Draw) -> None:
    graph = draw("a: add { identity; identity }; concat { { a: mul { identity; identity } }; { from a } }")
    assert ("+", "concat", "skip") in edges(graph)


def test_the_label_of_an_arm_is_known_in_the_next(draw: Draw) -> None:
    graph = draw("a: add { identity; identity }; concat { a: mul { identity; identity }; { from a } }")
    assert ("×", "concat", "skip") in edges(graph)


def test_equal_runs_are_drawn_once_and_a_first_one_apart(draw: Draw) -> None:
    graph = draw("stage s: unit 8, /2 x 1000000", BLOCK)
    stage, first, rest = graph.frames.values()
    assert (stage.kind, stage.title, stage.subtitle, stage.shape) == ("stage", "s", "1000000 × unit", "→ 8×4×4")
    assert (first.kind, first.title, first.count, first.parent) == ("block", "unit", 1, stage.id)
    assert (rest.kind, rest.title, rest.count, rest.parent) == ("repeat", "unit", 999_999, stage.id)
    assert len(graph.boxes) < 15


def test_a_repeat_tells_what_each_run_reads_from_what_all_read(draw: Draw) -> None:
    graph = draw("a: conv 1x1, 4; { conv 3x3, 4; add { identity; from a } } x3; { residual { conv 3x3, 4 } } x3")
    outer, inner = (box.id for box in graph.boxes.values() if box.kind == "entry")
    source = list(graph.boxes)[1]
    styles = {(edge.tail, graph.boxes[edge.head].kind): edge.style for edge in graph.edges}
    assert styles[source, "circle"] == "skip"
    assert (outer, "circle") not in styles
    assert styles[inner, "circle"] == "identity"


def test_a_repeat_without_other_readers_needs_no_entry(draw: Draw) -> None:
    graph = draw("conv 3x3, 4 x5")
    assert [name(box) for box in graph.boxes.values()] == [INPUT, "conv 3×3, 4 | bn · relu", OUTPUT]
    assert ([box.count for box in graph.boxes.values()], graph.frames) == ([1, 5, 1], {})


def test_side_results_have_ends_of_their_own(draw: Draw) -> None:
    graph = draw(
        "a: conv 1x1, 4; conv 3x3, 4; output b as aux when training: conv 1x1, 2 from a; output c: conv 1x1, 3 from a"
    )
    assert ("conv 1×1, 4 | bn · relu", "conv 1×1, 2 | bn · relu", "training") in edges(graph)
    assert ("conv 1×1, 2 | bn · relu", "aux | 2×8×8 | training only", "training") in edges(graph)
    assert ("conv 1×1, 4 | bn · relu", "conv 1×1, 3 | bn · relu", "skip") in edges(graph)
    assert ("conv 1×1, 3 | bn · relu", "c | 3×8×8", "main") in edges(graph)
    assert ("conv 3×3, 4 | bn · relu", OUTPUT, "main") in edges(graph)


def test_layers_written_one_by_one_fuse_as_an_order_does(draw: Draw) -> None:
    graph = draw("order conv\nc: conv 1x1, 4; n: bn; relu; dropout 0.5")
    assert [name(box) for box in graph.boxes.values()][1:-1] == ["conv 1×1, 4 | bn · relu · dropout 0.5"]


def test_what_is_read_elsewhere_is_not_fused(draw: Draw) -> None:
    graph = draw("order conv\nc: conv 1x1, 4; bn; concat { identity; from c }")
    assert ("conv 1×1, 4", "bn", "main") in edges(graph)
    assert ("conv 1×1, 4", "concat", "skip") in edges(graph)


def test_a_block_of_one_box_has_no_frame(draw: Draw) -> None:
    graph = draw("one", "block one { order conv; conv 1x1, 4; bn; relu }")
    assert not graph.frames
    assert all(box.frame == "" for box in graph.boxes.values())


def test_every_box_but_the_ends_reads_and_is_read(draw: Draw) -> None:
    graph = draw("stage s: unit 8, /2 x3; conv 1x1, 4; { residual { conv 3x3, 4 } } x2", BLOCK)
    tails, heads = {edge.tail for edge in graph.edges}, {edge.head for edge in graph.edges}
    assert set(graph.boxes) - heads == {"input"}
    assert set(graph.boxes) - tails == {"output"}
    assert tails | heads == set(graph.boxes)
    assert {box.frame for box in graph.boxes.values()} <= {"", *graph.frames}


@pytest.mark.parametrize("separate", [False, True])
def test_the_convolution_of_a_projection_behind_a_pool_is_marked(draw: Draw, separate: bool) -> None:
    graph = draw("residual { conv 3x3, 8, /2 } shortcut { avgpool 2x2, /2; projection }", separate=separate)
    assert [box.head for box in graph.boxes.values() if box.note == "projection"] == ["conv 1×1, 8"]


@pytest.mark.parametrize("path", ["conv 3x3, 4", "affine 0.5", "avgpool 3x3, /1", "conv 1x1, 4; conv 1x1, 4"])
def test_a_path_that_is_no_projection_is_not_marked(draw: Draw, path: str) -> None:
    graph = draw(f"residual {{ conv 3x3, 4 }} shortcut {{ {path} }} always")
    assert not [box for box in graph.boxes.values() if box.note]
