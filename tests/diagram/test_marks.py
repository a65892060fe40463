"""What differs between two networks, marked in their pictures."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import resnet_dsl as rd
from resnet_dsl.backends.graphviz.pair import marked_graphs
from resnet_dsl.cli.main import cli
from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.view import View

SVG = "{http://www.w3.org/2000/svg}"


def sides(before: str, after: str, **view: tuple[str, ...]) -> list[Graph]:
    first, second = rd.load(before), rd.load(after)
    return marked_graphs(first, second, View(**view))  # type: ignore[arg-type]


def marks(graph: Graph) -> dict[str, str]:
    return {box.key: box.mark for box in graph.boxes.values() if box.mark}


def test_a_moved_stride_is_marked_in_both() -> None:
    changed = {f"layer{i}.0": "changed" for i in (2, 3, 4)} | {f"layer2.0.conv{i}": "changed" for i in (1, 2)}
    assert [marks(side) for side in sides("resnet50", "resnet50_v1")] == [changed, changed]


def test_blocks_that_one_has_more_of_are_marked_there() -> None:
    before, after = sides("resnet18", "resnet34")
    assert marks(before) == {}
    assert set(marks(after)) == {"layer1.0", "layer2.1", "layer3.1", "layer4.1"}


def test_what_stands_in_the_runs_of_a_box_is_found_however_far_it_is() -> None:
    text = "block u { conv 3x3, 4 \n conv 3x3, 4 }\narch a { input 4x9x9\n order conv relu\n stage s: { u x1000; %s } }"
    first, second = rd.loads(text % "relu"), rd.loads(text % "u \n relu")
    _, after = marked_graphs(first, second, View())
    assert "added" in marks(after).values() or "changed" in marks(after).values()


def test_a_removed_shortcut_marks_its_blocks() -> None:
    before, after = sides("resnet20", "plain20")
    assert "changed" in marks(before).values()
    assert "changed" in marks(after).values()


def test_equal_networks_have_no_marks() -> None:
    assert [marks(side) for side in sides("resnet50", "resnet")] == [{}, {}]


def test_a_removed_layer_is_removed_in_the_first_alone() -> None:
    text = "arch a { input 3x8x8\n a: conv 3x3, 4\n %s\n c: conv 1x1, 4 }"
    first, second = rd.loads(text % "b: conv 3x3, 4"), rd.loads(text % "")
    before, after = marked_graphs(first, second, View())
    assert (marks(before), marks(after)) == ({"b": "removed"}, {})


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_marks_are_told_without_colours_too(theme: str) -> None:
    svg = rd.draw_diff("resnet50", "resnet50_v1", theme=theme).svg  # type: ignore[arg-type]
    texts = [text.text for text in ElementTree.fromstring(svg.encode()).iter(f"{SVG}text")]
    assert texts.count("≠ changed") == 10
    assert {"resnet50", "resnet50_v1", "differs, or holds what differs"} <= set(texts)
    assert texts.count("how to read this") == 1
    assert "convolution" not in texts


def test_it_is_the_same_each_time() -> None:
    assert rd.draw_diff("resnet18", "resnet34").svg == rd.draw_diff("resnet18", "resnet34").svg


def test_the_command_writes_it_beside_the_text(tmp_path: Path) -> None:
    target = tmp_path / "diff.svg"
    result = CliRunner().invoke(cli, ["diff", "resnet50", "resnet50_v1", "--json", "-o", str(target)])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["marks"]["before"]
    assert f"wrote `{target}`" in result.stderr
    assert target.read_text("utf-8") == rd.draw_diff("resnet50", "resnet50_v1").svg
    assert CliRunner().invoke(cli, ["diff", "resnet18", "resnet34", "-o", "-"]).stdout.startswith("<?xml")


def test_other_formats_are_refused_with_those_there_are(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["diff", "resnet18", "resnet34", "-o", str(tmp_path / "net.html")])
    assert result.exit_code == 2
    assert "there are `.svg`, `.png`, `.pdf`" in result.stderr
    with pytest.raises(ValueError, match="there are `svg`, `png`, `pdf`"):
        rd.draw_diff("resnet18", "resnet34").render("html")
