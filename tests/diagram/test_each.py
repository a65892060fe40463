"""Cards by what they show to the last number, and the figures of parts."""

from collections.abc import Callable

from resnet_dsl.diagram.graph import Figures, Graph

Draw = Callable[..., Graph]
BLOCKS = """
block unit(width) { conv 3x3, width;  conv 3x3, width }
block dense { concat { identity;  { conv 1x1, 8;  conv 3x3, 4 } } }
"""


def figures(graph: Graph) -> dict[str, Figures | None]:
    return {box.key or box.head: box.figures for box in graph.boxes.values()}


def test_equals_share_a_card_and_kinds_a_sign(draw: Draw) -> None:
    body = "a: unit 8;  b: unit 16;  conv 1x1, 8;  c: unit 16;  conv 1x1, 16;  d: unit 16"
    graph = draw(body, BLOCKS, folded=True, each=True)
    cards = [graph.frames[id] for id in graph.cards]
    assert [(card.sign, card.shape) for card in cards] == [
        ("A", "in a"),
        ("A", "in b; 2 uses, also in c"),
        ("A", "in d"),
    ]
    opened = [graph.frames[box.opened].key for box in graph.boxes.values() if box.card]
    assert opened == ["a", "b", "b", "d"]
    assert len(draw(body, BLOCKS, folded=True).cards) == 1


def test_a_run_of_growing_blocks_is_opened_as_its_first(draw: Draw) -> None:
    graph = draw("dense;  dense;  dense", BLOCKS, folded=True, each=True)
    [box] = [box for box in graph.boxes.values() if box.card]
    assert box.count == 3
    assert graph.frames[box.opened].shape == "in dense1"
    assert box.figures == Figures("4×8×8", "16×8×8", parameters=1128, macs=67_584, runs=3)


def test_a_box_counts_what_was_written_into_it(draw: Draw) -> None:
    graph = draw("conv 3x3, 8;  flatten;  linear 10;  relu")
    assert figures(graph)["conv1"] == Figures("4×8×8", "8×8×8", 4 * 8 * 9 + 16, 8 * 64 * 36)
    assert figures(graph)["linear1"] == Figures("512", "10", 5130, 5120)
    separate = figures(draw("conv 3x3, 8", separate=True))
    assert separate["bn1"] == Figures("8×8×8", "8×8×8", 16, 0)


def test_a_box_in_a_repeat_counts_all_its_runs(draw: Draw) -> None:
    graph = draw("{ conv 3x3, 4;  conv 1x1, 4 } x3")
    first = next(box.figures for box in graph.boxes.values() if box.head == "conv 3×3, 4")
    assert first == Figures("4×8×8", "4×8×8", 3 * (144 + 8), 3 * 64 * 144, runs=3)
    assert graph.figures
    inside = [box.figures for box in graph.boxes.values() if box.figures]
    assert sum(one.parameters for one in inside) == graph.figures.parameters
    assert sum(one.macs for one in inside) == graph.figures.macs
