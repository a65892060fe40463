"""The text that Graphviz reads."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from resnet_dsl.backends.graphviz.dot import to_dot
from resnet_dsl.backends.graphviz.draw import draw
from resnet_dsl.diagram.view import DEFAULT
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.serialise import from_json, to_json
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.files import Files
from resnet_dsl.source.bundled import bundled

Resolve = Callable[[str], Arch]
GOLDEN = Path(__file__).parent / "golden"
NASTY = '"<b>&\\N{|}</b>" ]; x -> y;\\'


@pytest.fixture
def resnet50() -> Arch:
    files = Files()
    home = files.open(bundled("specs") / "resnet" / "resnet50.arch")
    return resolve_arch(home.archs["resnet50"][0], home, files, Request({}))


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.arch")), ids=lambda path: path.stem)
def test_golden(path: Path, resolve: Resolve, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".dot"), to_dot(resolve(path.read_text("utf-8"))))


def test_each_golden_has_its_input() -> None:
    assert {path.stem for path in GOLDEN.glob("*.dot")} == {path.stem for path in GOLDEN.glob("*.arch")}


def test_equal_networks_have_equal_pictures(resnet50: Arch, resolve: Resolve) -> None:
    text = (GOLDEN / "small.arch").read_text("utf-8")
    assert to_dot(resolve(text)) == to_dot(resolve(text))
    assert to_dot(from_json(to_json(resnet50))) == to_dot(resnet50)


def test_resnet50_can_be_read_off(resnet50: Arch) -> None:
    dot = to_dot(resnet50)
    assert dot.count("tooltip=") - dot.count("subgraph") <= 60
    assert [f"{n} × bottleneck" in dot for n in (3, 4, 6, 5)] == [True, True, True, False]
    assert [dot.count(f"<b> ×{n}</b>") for n in (2, 3, 5)] == [2, 1, 1]
    assert dot.count("<i>projection</i>") == 2
    assert "25,557,032 parameters · 4.09 G multiply-adds" in dot
    assert str(Path(__file__).parents[3]) not in dot


def test_no_text_breaks_out(resolve: Resolve) -> None:
    arch = resolve("block b { relu; conv 1x1, 4 }\narch a { input 4x8x8\n order conv\n stage s: { y: b; sigmoid } }")
    nasty = _renamed(arch)
    dot = to_dot(nasty)
    assert "&quot;&lt;b&gt;&amp;" in dot
    svg = str(draw(nasty, DEFAULT, "svg"))
    assert '"&lt;b&gt;&amp;\\N{|}&lt;/b&gt;" ]; x -&gt; y;\\' in svg
    assert svg.count('class="node"') == 11


def _renamed(arch: Arch) -> Arch:
    (stage,) = arch.root.nodes
    assert stage.kind == "module"
    stage = replace(stage, label=NASTY)
    return replace(arch, docstring=f"{NASTY}\x00\x1b", root=replace(arch.root, nodes=(stage,)))
