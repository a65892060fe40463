"""The summary: true names, costs that add up, one row a part of the file."""

import json
import re
from collections.abc import Callable

import pytest

import resnet_dsl as rd
from resnet_dsl.analysis.rows import Row
from resnet_dsl.analysis.summary import CONVENTION, Summary, summarise
from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Arch, Module
from resnet_dsl.source.bundled import bundled_files

NAMES = sorted(bundled_files())
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


def test_resnet50_is_a_table_of_one_screen() -> None:
    lines = str(rd.summary("resnet50")).split("\n")
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 100


def test_stages_are_opened_and_blocks_are_not() -> None:
    names = [row.name for row in rd.summary("resnet18").rows]
    assert names[:6] == ["conv1", "maxpool1", "layer1", "layer1.0-1", "layer2", "layer2.0"]
    assert not any(name.count(".") > 1 for name in names)


def test_a_row_says_what_the_papers_say() -> None:
    rows = rows_named(rd.summary("resnet50", levels=3))
    assert rows["conv1"].what == "conv 7×7, 64, /2 · bn · relu"
    assert rows["layer2.0"].what == "bottleneck 128, /2"
    assert rows["layer2.0"].marks == ("⊕ projection",)
    assert rows["layer2.1-3"].times == 3
    assert rows["layer2.1-3"].marks == ("⊕ identity",)
    assert rows["layer2.0.conv3"].what == "conv 1×1, 512 · bn"
    assert rows["layer2.0.downsample"].what == "conv 1×1, 512, /2 · bn"
    assert rows["fc"].what == "fc 1000"


def test_totals_state_the_convention() -> None:
    text = str(rd.summary("googlenet"))
    assert "13,004,888 parameters (6,624,904 without what is for training only)" in text
    assert "multiply-adds; FLOPs = 2×" in text
    assert "depth 22" in text


def test_what_is_for_training_only_is_marked() -> None:
    rows = rows_named(rd.summary("googlenet", levels=2))
    assert rows["aux1"].training_only
    assert rows["aux1.fc1"].training_only
    assert not rows["inception4a"].training_only
    assert rows["inception4a"].marks == ("concat",)


@pytest.mark.parametrize("levels", [None, 1, 2, 3, 9])
@pytest.mark.parametrize("name", NAMES)
def test_costs_of_the_top_rows_are_the_totals(name: str, levels: int | None) -> None:
    _check_sums(rd.summary(name, levels=levels))


@pytest.mark.parametrize("levels", [None, 1, 2, 3, 9])
def test_costs_add_up_whatever_stands_in_the_file(everything: Arch, levels: int | None) -> None:
    _check_sums(summarise(everything, levels))


def _check_sums(summary: Summary) -> None:
    """The rows of a level add up to the row that they stand under."""
    tops = [row for row in summary.rows if row.level == 1]
    assert sum(row.parameters for row in tops) == summary.parameters + summary.training_parameters
    assert sum(row.macs for row in tops if not row.training_only) == summary.macs
    for i, row in enumerate(summary.rows):
        below = []
        for other in summary.rows[i + 1 :]:
            if other.level <= row.level:
                break
            below += [other] if other.level == row.level + 1 else []
        if below:
            assert sum(other.parameters for other in below) == row.parameters, row
            assert sum(other.macs for other in below) == row.macs, row


@pytest.mark.parametrize("levels", [None, 9])
@pytest.mark.parametrize("name", NAMES)
def test_names_are_keys(name: str, levels: int | None) -> None:
    _check_names(rd.load(name), levels)


@pytest.mark.parametrize("levels", [None, 9])
def test_names_are_keys_whatever_stands_in_the_file(everything: Arch, levels: int | None) -> None:
    _check_names(everything, levels)


def _check_names(arch: Arch, levels: int | None) -> None:
    known = set(_keys(arch.root, ""))
    for row in summarise(arch, levels).rows:
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
    assert calls(lambda: summarise(large, 9)) == calls(lambda: summarise(small, 9))
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
    assert data["convention"] == CONVENTION
    assert data["rows"][0] == {
        "level": 1, "name": "conv1", "what": "conv 3×3, 4", "output": [4, 8, 8], "parameters": 112, "macs": 6912,
        "times": 1, "training_only": False, "marks": [],
    }  # fmt: skip
    html = summary._repr_html_()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in html
    assert "<b>bold" not in html
