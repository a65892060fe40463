"""The summary: true names, costs that add up, one row a part of the file."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from sums import check_sums

import resnet_dsl as rd
from resnet_dsl.analysis.columns import BRIEF, FULL, SORTS
from resnet_dsl.analysis.rows import Row
from resnet_dsl.analysis.summary import CONVENTIONS, Summary, summarise
from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Arch, Layer, Module
from resnet_dsl.ops.core.op import LAYOUT, Op
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall
from resnet_dsl.source.bundled import bundled_files

NAMES = sorted(bundled_files())
BRIEF_TITLES = {shown.column.title for shown in BRIEF}
WIDTHS = (72, 80, 100, 120, 150)
DEPTHS = (None, 1, 2, 3, 9)
EVERYTHING = """
import blocks.residual (basic)

block gated(width, stride = 1) {
    gate: conv 1x1, width, /stride, order=none
    g: sigmoid
    from in
    residual {
        conv 3x3, width, /stride
        conv 3x3, width
        mul { identity;  from g }
    } shortcut { pad; mul { identity;  { from g;  affine -1, 1 } } } always
}

arch everything {
    input 3x32x32
    order bn relu conv +
    conv 3x3, 32 x5
    residual { conv 3x3, 32; conv 3x3, 32 } x3
    residual { { conv 3x3, 32 x2 } x2 } x1000
    for i in range(2) { concat { identity; { conv 1x1, 32; conv 3x3, 12 } } }
    stage s: gated 64 x2
    features: { { conv 3x3, 32, /2 }; basic 32 x3; basic 64, /2 x2 }
    wide: concat { { conv 1x1, 8; dropout 0.1 }; { basic 16 x100 }; identity }
    { dropout 0.5; relu; conv 1x1, 7 } x4
    many: basic 7 x1000
    output side when training: { global_avgpool; flatten; linear 3 } from features
    global_avgpool
    flatten
    linear 10
}
"""


@pytest.fixture(scope="module")
def everything() -> Arch:
    return rd.loads(EVERYTHING)


def rows_named(summary: Summary) -> dict[str, Row]:
    return {row.name: row for row in summary.rows}


@pytest.mark.parametrize("name", ["resnet50", "resnet152"])
def test_a_network_is_a_table_of_one_screen(name: str) -> None:
    lines = str(rd.summary(name)).split("\n")
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 100


def test_stages_are_opened_and_blocks_are_not() -> None:
    names = [row.name for row in rd.summary("resnet18").rows]
    assert names[:6] == ["conv1", "maxpool1", "layer1", "layer1.0-1", "layer2", "layer2.0"]
    assert not any(name.count(".") > 1 for name in names)


def test_a_row_says_what_the_papers_say() -> None:
    rows = rows_named(rd.summary("resnet50", depth=3))
    assert rows["conv1"].layer == "conv 7×7, 64, /2 · bn · relu"
    assert rows["layer2.0"].layer == "bottleneck 128, /2"
    assert rows["layer2.0"].marks == ("⊕ projection",)
    assert rows["layer2.1-3"].times == 3
    assert rows["layer2.1-3"].marks == ("⊕ identity",)
    assert rows["layer2.0.conv3"].layer == "conv 1×1, 512 · bn"
    assert rows["layer2.0.downsample"].layer == "conv 1×1, 512, /2 · bn"
    assert rows["fc"].layer == "fc 1000"


def test_totals_state_the_convention() -> None:
    text = str(rd.summary("googlenet"))
    assert "13,004,888 parameters (6,624,904 without what is for training only)" in text
    assert "multiply-adds; FLOPs = 2×" in text
    assert "depth 22" in text


def test_what_is_for_training_only_is_marked() -> None:
    rows = rows_named(rd.summary("googlenet", depth=2))
    assert rows["aux1"].training_only
    assert rows["aux1.fc1"].training_only
    assert not rows["inception4a"].training_only
    assert rows["inception4a"].marks == ("concat",)


@pytest.mark.parametrize("name", NAMES)
def test_rows_add_up_to_the_totals(name: str) -> None:
    arch = rd.load(name)
    for depth in DEPTHS:
        check_sums(summarise(arch, depth, batch=3))


def test_rows_add_up_whatever_stands_in_the_file(everything: Arch) -> None:
    for depth in DEPTHS:
        check_sums(summarise(everything, depth))


@pytest.mark.parametrize("depth", [None, 9])
@pytest.mark.parametrize("name", NAMES)
def test_names_are_keys(name: str, depth: int | None) -> None:
    _check_names(rd.load(name), depth)


@pytest.mark.parametrize("depth", [None, 9])
def test_names_are_keys_whatever_stands_in_the_file(everything: Arch, depth: int | None) -> None:
    _check_names(everything, depth)


def _check_names(arch: Arch, depth: int | None) -> None:
    known = set(_keys(arch.root, ""))
    for row in summarise(arch, depth).rows:
        for name in _ends(row.name.replace("…", "")):
            assert name in known, row.name


def _keys(module: Module, prefix: str) -> list[str]:
    """The names of all members; of long repeats in a module too."""
    keys = []
    for name, member in members(module):
        keys.append(prefix + name)
        if isinstance(member, Module):
            keys += _keys(member, f"{prefix}{name}.")
    return keys


def _ends(name: str) -> list[str]:
    """`layer1.1-2.conv1` is `layer1.1.conv1` and `layer1.2.conv1`."""
    parts = [_range(part) for part in name.split(".") if part]
    return [".".join(part[0] for part in parts), ".".join(part[1] for part in parts)] if parts else []


def _range(part: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*?)(\d+)-(\d+)", part)
    return (match[1] + match[2], match[1] + match[3]) if match else (part, part)


def test_the_cost_follows_the_file_and_not_the_network(calls: Callable[[Callable[[], object]], int]) -> None:
    text = "import blocks.residual (basic)\narch a { input 8x9x9; order conv bn + relu; stage s: basic 8 x%d }"
    small, large = rd.loads(text % 4), rd.loads(text % 1_000_000)
    assert calls(lambda: summarise(large, 9)) < 2 * calls(lambda: summarise(small, 9))  # fields go by squaring
    summary = summarise(large, 9)
    assert len(summary.rows) == len(summarise(small, 9).rows)
    assert [row.name for row in summary.rows[:2]] == ["s", "s.0-999999"]
    assert summary.depth == 2_000_000


def test_nested_repeats_stay_small() -> None:
    inner = "conv 3x3, 8"
    for _ in range(12):
        inner = f"residual {{ {inner} x2 }}"
    summary = summarise(rd.loads(f"arch a {{ input 8x9x9; order conv bn + relu; {inner} }}"), 40)
    assert len(summary.rows) < 100
    assert summary.depth == 2**12


def test_data_goes_to_json_and_html_is_escaped() -> None:
    arch = rd.loads('"""<b>bold</b> & more"""\narch a { input 3x8x8; conv 3x3, 4 }')
    summary = rd.summary(arch)
    data = json.loads(json.dumps(summary.to_data()))
    assert data["conventions"] == CONVENTIONS
    assert data["rows"][0] == {
        "level": 1, "name": "conv1", "layer": "conv 3×3, 4", "output": [4, 8, 8], "parameters": 112, "macs": 6912,
        "share": 1.0, "memory": 1024, "saved": 0, "field": [3, 3], "stride": [1, 1], "times": 1,
        "training_only": False, "marks": [],
    }  # fmt: skip
    html = summary._repr_html_()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in html
    assert "<b>bold" not in html


def test_a_batch_scales_what_is_computed_and_not_what_is_learnt() -> None:
    one, many = rd.summary("googlenet"), rd.summary("googlenet", batch=16)
    assert (many.parameters, many.depth) == (one.parameters, one.depth)
    assert (many.macs, many.memory) == (16 * one.macs, 16 * one.memory)
    assert one.saved is not None
    assert many.saved is not None
    assert many.saved < 16 * one.saved, "the statistics of a normalisation are kept once for a batch"
    assert many.heading == "googlenet: 3×224×224 → 1000, a batch of 16"
    assert [row.share for row in many.rows] == [row.share for row in one.rows]
    with pytest.raises(ValueError, match="one sample at least, not 0"):
        rd.summary("resnet18", batch=0)


def test_the_share_is_of_the_multiply_adds_of_an_evaluation() -> None:
    summary = rd.summary("googlenet", depth=1)
    assert sum(row.share or 0 for row in summary.rows) == pytest.approx(1)
    assert [row.name for row in summary.rows if row.share is None] == ["aux1", "aux2"]
    assert re.search(r"^aux1 .* 4.17 M +train ", str(summary), re.M)


def test_parameters_mean_the_same_everywhere() -> None:
    summary = rd.summary("googlenet")
    data = summary.to_data()
    assert summary.parameters == data["parameters"] == 13_004_888
    assert summary.parameters_without_training == data["parameters_without_training"] == 6_624_904


def test_sorted_rows_are_those_that_hold_no_others() -> None:
    summary = rd.summary("resnet50", depth=3, sort="macs")
    assert [row.name for row in summary.rows[:2]] == ["layer3.1-5.conv2", "layer2.1-3.conv2"]
    assert {row.level for row in summary.rows} == {1}
    assert sum(row.macs for row in summary.rows) == summary.macs
    assert sum(row.parameters for row in summary.rows) == summary.parameters
    for name in SORTS:
        values = [SORTS[name](row) for row in rd.summary("googlenet", sort=name).rows]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=True)
        assert values[len(known) :] == [None] * (len(values) - len(known))


def test_how_often_something_runs_is_never_cut_off() -> None:
    arch = rd.loads("arch a { input 8x8x8; order conv bn + relu; conv 1x1, 8; conv 5x3, 8, dilation=2 x1000 }")
    lines = rd.summary(arch).text(60).splitlines()
    assert lines[4].startswith("conv2-1001  conv 5×3, 8,… ×1,000   8×8×8 ")


def test_the_column_that_rows_are_sorted_by_is_shown() -> None:
    titles = str(rd.summary("resnet18", sort="saved")).splitlines()[3].split()
    assert titles[-4:] == ["saved", "MiB", "field", "stride"]


def test_a_column_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="cannot be sorted by `paramters`: did you mean `parameters`"):
        rd.summary("resnet18", sort="paramters")
    with pytest.raises(ValueError, match="there are `parameters`, `macs`"):
        rd.summary("resnet18", sort="colour")


@dataclass(frozen=True)
class Mystery(Op):
    """An op of which nothing is said but its shape."""

    name: ClassVar[str] = "mystery"
    role: ClassVar[str] = LAYOUT

    def infer(self, input: Shape) -> Shape:
        return input

    def torch(self, input: Shape) -> TorchCall:
        return TorchCall("nn.Mystery")


def test_what_is_unknown_is_no_zero() -> None:
    arch = rd.loads("arch a { input 3x8x8; conv 3x3, 4; relu; conv 3x3, 4 }")
    first, relu, last = arch.root.nodes
    assert isinstance(relu, Layer)
    nodes = (first, replace(relu, op=Mystery()), last)
    summary = rd.summary(replace(arch, root=replace(arch.root, nodes=nodes)))
    assert summary.saved is None
    assert "MiB of operation outputs as float32; at least <0.01 MiB saved" in str(summary)
    cells = dict(zip([column.title for column in summary.table.columns], summary.table.rows[1], strict=True))
    assert (cells["saved MiB"], cells["field"], cells["stride"]) == ("?", "?", "?")
    assert (summary.to_data()["rows"][1]["saved"], summary.to_data()["rows"][1]["field"]) == (None, None)


def test_a_wider_terminal_shows_more_and_a_narrow_one_less() -> None:
    summary = rd.summary("resnet50")
    titles = {width: [column.title for column in summary.table_for(width).fitting(width).columns] for width in WIDTHS}
    assert "multiply-adds" in titles[150]
    assert titles[120][-3:] == ["field", "stride", ""]
    assert titles[100][-3:] == ["MiB", "field", "stride"]
    assert titles[72] == ["name", "layer", "output", "parameters", "macs"]
    for width in WIDTHS:
        assert max(map(len, summary.text(width).splitlines()[2:-3])) <= width


@pytest.mark.parametrize("width", range(15, 73, 3))
@pytest.mark.parametrize("name", ["resnet50", "googlenet"])
def test_no_figure_is_ever_cut(name: str, width: int) -> None:
    summary = rd.summary(name)
    table = summary.table_for(width).fitting(width)
    titles = [column.title for column in table.columns]
    assert {"name", "parameters"} <= set(titles)
    text = summary.table_for(width).text(width)
    lines, left_out = text.rsplit("\n\n", 1)
    assert set(left_out.removeprefix("no room for ").split(", ")) == BRIEF_TITLES - set(titles)
    figures = [cell for row in table.rows for cell, title in zip(row, titles, strict=True) if title != "layer"]
    assert [cell for cell in figures if cell.strip() not in lines] == []
    assert max(map(len, lines.splitlines())) <= max(width, 33)


def test_a_label_that_is_no_key_stands_in_front_of_the_layer() -> None:
    arch = rd.loads("""arch a {
        input 8x8x8
        order conv +
        skip: identity
        wide: concat { conv 1x1, 4; conv 3x3, 4 }
        { g: conv 1x1, 8; from skip; gated: mul { identity; from g } }
        sum: residual { conv 3x3, 8; scaled: add { identity; from skip } }
        c: conv 3x3, 8
    }""")
    layers = [row.layer for row in rd.summary(arch, depth=3).rows]
    assert [layer for layer in layers if ": " in layer] == [
        "wide: concat of 2", "gated: ⊗ of 2", "sum: residual", "scaled: ⊕ of 2",
    ]  # fmt: skip
    assert "conv 3×3, 8" in layers, "the label of a layer is its key"


def test_fields_that_are_no_squares_and_strides_that_are_no_integers() -> None:
    text = "arch a { input 3x32x32; conv 1x7, 4, /2; upsample 4; adaptive_avgpool 1x4; upsample 3; global_maxpool }"
    summary = rd.loads(text)
    fields, strides = (
        [shown.cell(row) for row in rd.summary(summary).rows]
        for shown in FULL
        if shown.column.title in ("field", "stride")
    )
    assert fields == ["1×7", "1×7", "whole×13", "whole×13", "whole"]
    assert strides == ["/2", "×2", "–×/8", "–×/(8/3)", ""]


@pytest.mark.parametrize("turn", [rd.summary, rd.draw])
def test_a_misspelt_argument_is_named_with_the_near_one(turn: Callable[..., object]) -> None:
    said = "`depht` cannot be given: `resnet18` is loaded already, .*; did you mean `depth`"
    with pytest.raises(TypeError, match=said):
        turn(rd.load("resnet18"), depht=1)
