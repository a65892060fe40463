"""What a reader can wish for: links, a legend, themes; and what is said to wishes that cannot be met."""

import re
from html import unescape
from os.path import relpath
from pathlib import Path
from typing import Any, get_args

import pytest
from resolving import net

import resnet_dsl as rd
from resnet_dsl.backends.graphviz.attributes import frame_attributes
from resnet_dsl.backends.graphviz.legend import legend_label
from resnet_dsl.backends.graphviz.signs import ROLES, STYLES
from resnet_dsl.backends.graphviz.theme import LOOKS
from resnet_dsl.backends.graphviz.tikz.styles import styles
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Frame, FrameKind
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.source.bundled import bundled

SPECS = bundled("specs")
SITE = "https://example.org:8080/a%20b/specs/resnet"


def links(arch: Arch | str, where: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'xlink:href="([^"]*)"', rd.draw(arch, links=where).svg)]


def test_links_lead_to_the_line_that_says_what_is_drawn() -> None:
    found = links("resnet50", ".")
    lines = set()
    for link in found:
        path, _, line = link.partition("#L")
        lines.add((SPECS / "resnet" / path).resolve().read_text("utf-8").splitlines()[int(line) - 1].strip())
    assert {"stage layer3: unit 256, /2  x6", "fc: linear classes", "conv 1x1, width * expansion"} <= {
        line.split("  #")[0] for line in lines
    }
    assert all(link.startswith(("../blocks/residual.arch#L", "resnet50.arch#L")) for link in found)


def test_an_address_is_kept_as_it_was_given() -> None:
    found = links("resnet50", SITE)
    assert {link.partition("#")[0] for link in found} == {
        f"{SITE}/resnet50.arch",
        "https://example.org:8080/a%20b/specs/blocks/residual.arch",
    }


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / "my net#1%.arch"
    path.write_text(
        "import blocks.residual (basic)\narch net {\ninput 3x8x8\norder conv bn + relu\nconv 3x3, 8\nbasic 8\n}"
    )
    found = links(rd.load(path), "docs")
    assert {link.partition("#")[0] for link in found} == {"docs/my%20net%231%25.arch"}  # none into the library


@pytest.mark.parametrize("format", ["dot", "svg"])
@pytest.mark.parametrize("where", ["", "."])
def test_a_picture_says_nothing_of_the_machine(format: str, where: str) -> None:
    text = str(rd.draw("resnet50", links=where).render(format))
    for folder in (SPECS, Path.cwd(), Path.home(), Path(relpath(SPECS))):
        assert f"{folder}/" not in text


def signs(arch: Arch | str, **view: Any) -> set[str]:
    """What a legend explains."""
    graph = diagram(rd.load(arch) if isinstance(arch, str) else arch, View(**view))
    label = legend_label(graph, LOOKS[View(**view).theme])
    return {unescape(text) for text in re.findall(r'<td align="left"><font[^>]*>([^<]*)</font>', label)}


COMMON = {"convolution", "block, with its layers between bars", "opened on the card with this letter"}
SHARES = {"share of all parameters", "share of all multiply-adds"}
SHRINKS, TIMES = "height and width shrink here", "this many in a row"
ABOVE, BELOW = "runs before (above)", "runs behind (below)"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("conv 3x3, 4, order=none", {"convolution", *SHARES}),
        ("conv 3x3, 4", {"convolution", BELOW, *SHARES}),
        ("conv 3x3, 4, /2, order=none", {"convolution", SHRINKS, *SHARES}),
        ("conv 3x3, 4, order=none x3", {"convolution", TIMES, *SHARES}),
        ("tanh; dropout 0.5", {"activation", "other layer"}),
        ("bn; maxpool 3x3, /1", {"normalisation", "pooling", "share of all parameters", *SHARES}),
        ("add { identity; tanh }", {"activation", STYLES["identity"]}),
        ("add { tanh; sigmoid }", {"activation"}),
        ("concat { identity; tanh }", {"activation"}),
        ("residual { tanh } shortcut { sigmoid } always", {"activation", STYLES["shortcut"]}),
        ("a: tanh; sigmoid; add { identity; from a }", {"activation", STYLES["skip"]}),
        ("a: tanh; output b when training: relu from a", {"activation", STYLES["training"]}),
        (
            "residual { conv 3x3, 8, order=none } shortcut pad",
            {"convolution", ROLES["shortcut"], STYLES["shortcut"], *SHARES},
        ),
    ],
)
def test_the_legend_explains_what_is_there_and_nothing_else(body: str, wanted: set[str]) -> None:
    assert signs(net(body, "conv bn + relu", "4x8x8")) == wanted


@pytest.mark.parametrize(
    ("name", "depth", "wanted"),
    [
        ("resnet50", 1, "closed part"),
        ("googlenet", 1, "block, with its layers between bars"),
        ("resnet50", 2, "block, with its layers between bars"),
        ("resnet50", 3, None),
    ],
)
def test_the_legend_tells_of_bars_where_boxes_have_them(name: str, depth: int, wanted: str | None) -> None:
    told = {text for text in signs(name, depth=depth) if "block" in text or "closed" in text or "bars" in text}
    assert told == ({wanted} if wanted else set())


@pytest.mark.parametrize(
    ("order", "text", "where"),
    [
        ("conv relu", "relu", BELOW),
        ("bn relu conv", "bn · relu", ABOVE),
        ("relu conv bn", "relu", "runs before (above) or behind (below)"),
    ],
)
def test_the_legend_shows_what_stands_around_layers(order: str, text: str, where: str) -> None:
    arch = net("conv 3x3, 4; conv 3x3, 4", order, "4x8x8")
    assert signs(arch) == {"convolution", where, *SHARES}
    assert f'<font point-size="9" color="#5A5A5A">{text}</font>' in legend_label(diagram(arch), LOOKS["light"])


def test_the_legend_explains_cards_where_there_are_some() -> None:
    assert signs("resnet50") >= COMMON
    assert signs("resnet50") & COMMON == COMMON
    assert signs("resnet50", expand=("all",)) & COMMON == {"convolution"}
    assert "normalisation, activation, other layer" in signs("googlenet", theme="print", separate=True)


@pytest.mark.parametrize("kind", get_args(FrameKind))
def test_no_frame_is_dashed_as_what_runs_in_training_is(kind: FrameKind) -> None:
    for look in LOOKS.values():
        assert "dashed" not in frame_attributes(Frame("f", "", kind, count=2), look)["style"]
        dashed = {line.split("/")[0].strip() for line in styles(look).splitlines() if "dashed" in line}
        assert dashed == {"shortcut", "training"}


def test_no_legend_is_drawn_where_none_is_wanted() -> None:
    assert "how to read this" in rd.draw("resnet18").svg
    assert "how to read this" not in rd.draw("resnet18", legend=False).svg
    assert "how to read this" not in rd.draw("resnet18", legend=False).dot


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"expand": "botleneck"}, r"`resnet50` has no block `botleneck` to expand: did you mean `bottleneck`\?"),
        ({"expand": ("layer2.9",)}, r"`resnet50` has no block `layer2.9` to expand: did you mean `layer2.\d`"),
        ({"expand": ("zzzzzz",)}, "there are `all` and the names of the blocks"),
        ({"depth": 0}, "the depth is 0, and the least is 1"),
        ({"theme": "drak"}, "there is no theme `drak`: there are `light`, `dark`, `print`"),
        ({"direction": "left"}, "there is no direction `left`"),
    ],
)
def test_wishes_that_cannot_be_met(wish: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rd.draw("resnet50", **wish)


def test_one_block_is_opened_where_it_stands() -> None:
    graph = diagram(rd.load("resnet50"), View(expand=("layer2.0",)))
    assert [frame.key for frame in graph.frames.values() if frame.kind == "block"] == ["layer2.0"]
    assert [graph.frames[card].key for card in graph.cards] == ["layer1.0", "layer1.1", "layer3.0"]


def test_depth_closes_stages() -> None:
    graph = diagram(rd.load("resnet50"), View(depth=1))
    closed = [(box.label, box.head) for box in graph.boxes.values() if box.kind == "folded"]
    assert closed == [(f"layer{i + 1}", f"{n} × bottleneck") for i, n in enumerate((3, 4, 6, 3))]
    assert not graph.frames
