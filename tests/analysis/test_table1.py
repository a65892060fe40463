"""The table of a family: that of the paper, networks that differ, and those that do not line up."""

import json
from collections.abc import Callable
from math import prod

import pytest

import resnet_dsl as rd
from resnet_dsl.analysis.markdown import escape
from resnet_dsl.analysis.stages import Group, stages_of
from resnet_dsl.analysis.table1 import Row, Table1
from resnet_dsl.source.bundled import bundled_files

PAPER = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152")
ROWS = ["conv1", "maxpool1", "layer1", "layer2", "layer3", "layer4", ""]


def rows_of(made: Table1) -> dict[str, Row]:
    return {row.name: row for row in made.rows}


@pytest.fixture(scope="module")
def paper() -> Table1:
    return rd.table1(*PAPER)


def test_the_table_of_the_paper(paper: Table1) -> None:
    """He et al. 2016, Table 1."""
    rows = rows_of(paper)
    assert list(rows) == ROWS
    assert [row.output for row in paper.rows] == ["112×112", "56×56", "56×56", "28×28", "14×14", "7×7", "1×1"]
    assert rows["conv1"].cells == ((Group(("7×7, 64, stride 2",)),),) * 5
    assert rows["maxpool1"].cells == ((Group(("3×3 max pool, stride 2",)),),) * 5
    assert rows[""].cells == ((Group(("global average pool, 1000-d fc",)),),) * 5
    for name, depths, width in zip(ROWS[2:6], [(2, 3, 3, 3, 3), (2, 4, 4, 4, 8), (2, 6, 6, 23, 36), (2, 3, 3, 3, 3)],
                                   [64, 128, 256, 512], strict=True):  # fmt: skip
        two = (f"3×3, {width}", f"3×3, {width}")
        three = (f"1×1, {width}", f"3×3, {width}", f"1×1, {4 * width}")
        lines = [two, two, three, three, three]
        assert rows[name].cells == tuple((Group(*cell),) for cell in zip(lines, depths, strict=True))


def test_as_text_it_fits_a_screen(paper: Table1) -> None:
    lines = str(paper).splitlines()
    assert max(map(len, lines)) <= 100
    assert sum(line.startswith("stage") for line in lines) == 1
    assert "multiply-adds      1.8×10⁹       3.7×10⁹       4.1×10⁹        7.8×10⁹         11.5×10⁹" in lines
    assert lines[6:9] == [
        "                   ⎡3×3, 128⎤×2  ⎡3×3, 128⎤×4  ⎡1×1, 128⎤     ⎡1×1, 128⎤      ⎡1×1, 128⎤",
        "layer2    28×28    ⎣3×3, 128⎦    ⎣3×3, 128⎦    ⎢3×3, 128⎥×4   ⎢3×3, 128⎥×4    ⎢3×3, 128⎥×8",
        "                                               ⎣1×1, 512⎦     ⎣1×1, 512⎦      ⎣1×1, 512⎦",
    ]


def test_what_does_not_fit_goes_on_below(paper: Table1) -> None:
    text = paper.text(50)
    heads = [line.split()[2:] for line in text.splitlines() if line.startswith("stage")]
    assert [name for head in heads for name in head] == list(PAPER)
    assert len(heads) == 3
    assert all(len(line) <= 50 for line in text.split("\n\nmultiply-adds, ")[0].splitlines())
    assert "resnet152" in paper.text(1), "a network is never left out"


def test_groups_and_widths_are_told() -> None:
    rows = rows_of(rd.table1("resnet50", "resnext50_32x4d", "wide_resnet50_2", "resnet50_preact"))
    plain, grouped, wide, preact = (cell[0].lines for cell in rows["layer1"].cells)
    assert grouped == ("1×1, 128", "3×3, 128, C=32", "1×1, 256")
    assert wide == ("1×1, 128", "3×3, 128", "1×1, 256")
    assert plain == preact == ("1×1, 64", "3×3, 64", "1×1, 256")


def test_networks_for_cifar() -> None:
    made = rd.table1("resnet20", "resnet56", "resnet110_preact")
    rows = rows_of(made)
    assert list(rows) == ["conv1", "layer1", "layer2", "layer3", ""]
    assert [cell[0].times for cell in rows["layer3"].cells] == [3, 9, 18]
    assert made.networks[0].macs == 40_551_040
    assert "40.6×10⁶" in str(made)


@pytest.mark.parametrize("name", sorted(bundled_files()))
def test_every_network_has_a_table(name: str) -> None:
    made = rd.table1(name)
    assert (made.rows[-1].name == "") != name.startswith("d2l_"), "these are one sequence of all, `net`"
    assert all(row.cells[0] and all(group.lines and all(group.lines) for group in row.cells[0]) for row in made.rows)


def test_results_beside_the_main_one_are_named() -> None:
    made = rd.table1("googlenet")
    assert rows_of(made)["inception3a"].cells == ((Group(("inception 64, (96, 128), (16, 32), 32",)),),)
    assert made.notes[-1] == (
        "googlenet is counted without aux_logits1, aux_logits2, for training only: 6,379,984 parameters more"
    )
    assert dict(made.figures)["parameters"] == (6_624_904,)
    data = made.to_data()["networks"][0]
    assert (data["parameters"], data["parameters_without_training"]) == (13_004_888, 6_624_904)
    both = rd.loads("""arch a {
        input 3x8x8; a: conv 3x3, 8
        output side: { conv 1x1, 2 } from a
        output aux when training: { conv 1x1, 4 } from a
    }""")
    assert rd.table1(both).notes[-2:] == (
        "a also computes side, counted here",
        "a is counted without aux, for training only: 36 parameters more",
    )


def test_a_stage_that_only_some_have_is_empty_in_the_others() -> None:
    head = "global_avgpool; flatten; linear 10"
    small = rd.loads(f"arch small {{ input 3x32x32; a: conv 3x3, 8; c: conv 3x3, 8, /2; {head} }}")
    large = rd.loads(f"arch large {{ input 3x32x32; a: conv 3x3, 8; b: conv 3x3, 9; c: conv 3x3, 8, /2; {head} }}")
    for made, empty in ((rd.table1(small, large), 0), (rd.table1(large, small), 1)):
        assert [row.name for row in made.rows] == ["a", "b", "c", ""]
        assert made.rows[1].cells[empty] == ()
        assert json.loads(json.dumps(made.to_data()))["rows"][1]["cells"][empty] == []
        assert made.markdown().splitlines()[3].count("3×3, 9") == 1


def test_no_network_makes_no_table() -> None:
    with pytest.raises(ValueError, match="one network at least"):
        rd.table1()


@pytest.mark.parametrize(
    "names",
    [
        ("googlenet", "resnet50"), ("resnet50", "googlenet", "inception_v3"), ("inception_v3", "resnet18"),
        ("resnet50", "resnet20"), ("resnet18", "d2l_resnet18"), ("inception_small", "googlenet", "resnet110"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_unlike_networks_are_read_downwards_each_in_its_order(names: tuple[str, ...]) -> None:
    made = rd.table1(*names)
    for i, name in enumerate(names):
        rows = [(row.name, row.output, row.cells[i]) for row in made.rows if row.cells[i]]
        assert rows == [(stage.name, stage.size, stage.groups) for stage in stages_of(rd.load(name))]
    places = [prod(map(int, row.output.split("×"))) for row in made.rows]
    assert places == sorted(places, reverse=True)


def test_unlike_networks_share_what_they_have_in_common() -> None:
    rows = rd.table1("googlenet", "resnet50").rows
    assert [row.name for row in rows if all(row.cells)] == ["conv1", "maxpool1", ""]
    assert [row.name for row in rows][:8] == [
        "conv1", "maxpool1", "conv2", "conv3", "layer1", "maxpool2", "inception3a", "inception3b",
    ]  # fmt: skip
    assert [(row.name, row.output) for row in rd.table1("resnet50", "resnet20").rows].count(("conv1", "32×32")) == 1


def test_stages_in_opposite_order_do_not_share_both_rows() -> None:
    one, other = (
        rd.loads(f"arch {name} {{ input 3x8x8; {first}: conv 3x3, 8; {second}: conv 3x3, 8; last: conv 1x1, 2 }}")
        for name, first, second in (("one", "a", "b"), ("other", "b", "a"))
    )
    rows = rd.table1(one, other).rows
    assert [(row.name, [bool(cell) for cell in row.cells]) for row in rows] == [
        ("a", [True, False]), ("b", [True, True]), ("a", [False, True]), ("last", [True, True]),
    ]  # fmt: skip


def test_a_size_that_comes_again_stays_where_its_network_has_it() -> None:
    head = "global_avgpool; flatten; linear 10"
    plain = rd.loads(f"arch plain {{ input 3x8x8; down: conv 3x3, 8, /2; small: conv 3x3, 8; {head} }}")
    up = rd.loads(f"arch up {{ input 3x8x8; down: conv 3x3, 8, /2; upsample 2; large: conv 3x3, 8; {head} }}")
    names = [row.name for row in rd.table1(plain, up).rows]
    assert names == ["down", "upsample1", "large", "small", ""]


def test_gates_stand_beside_the_layers_of_the_path() -> None:
    made = rd.table1("resnet110", "resnet110_exclusive_gating", "resnet110_shortcut_gating")
    plain, exclusive, shortcut = (cell[0].lines for cell in rows_of(made)["layer1"].cells)
    assert plain == shortcut == ("3×3, 16", "3×3, 16")
    assert exclusive == ("3×3, 16", "3×3, 16", "⊗ 1×1, 16")
    assert made.notes[-1].startswith("⊗ stands before a gate")
    assert not any("⊗" in note for note in rd.table1("resnet110_shortcut_gating").notes)
    assert r"\mbox{$\otimes$ 1$\times$1, 16}" in made.latex()
    assert "[3×3, 16; 3×3, 16; ⊗ 1×1, 16] ×18" in made.markdown()


GOLDEN = """
stage   output  resnet110_exclusive_gating
conv1   32×32             3×3, 16
                       ⎡3×3, 16  ⎤
layer1  32×32          ⎢3×3, 16  ⎥×18
                       ⎣⊗ 1×1, 16⎦
                       ⎡3×3, 32  ⎤
layer2  16×16          ⎢3×3, 32  ⎥×18
                       ⎣⊗ 1×1, 32⎦
                       ⎡3×3, 64  ⎤
layer3  8×8            ⎢3×3, 64  ⎥×18
                       ⎣⊗ 1×1, 64⎦
        1×1     global average pool, 10-d fc
multiply-adds   266.8×10⁶
parameters      1.8×10⁶

multiply-adds, which the papers call FLOPs; FLOPs as others count them = 2×
brackets hold the layers of a block, not its shortcut, normalisation, activations and strides
⊗ stands before a gate: layers beside the others, by whose result that of the others is multiplied
"""


def test_a_gated_network_as_text() -> None:
    assert str(rd.table1("resnet110_exclusive_gating")) == GOLDEN.strip()


@pytest.mark.parametrize(
    ("body", "cell"),
    [
        ("s: conv 3x3, 8, /2 x3", "3×3, 8, stride 2, [3×3, 8] ×2"),
        ("stage s: two 8 x2", "[3×3, 8; 1×1, 8] ×2"),
        ("stage s: squeezed 8 x2", "[3×3, 8; ⊗ 1×1, 4 → 1×1, 8] ×2"),
        ("s: gate", "⊗ 1×1, 4 → 1×1, 8"),
        ("stage s: beside 8, /2 x2", "[3×3, 8; ⊗ 1×1, 8] ×2"),
        ("stage s: glu 9 x2", "[1×1, 9 ⊗ (3×3, 9 → 1×1, 9)] ×2"),
        ("s: { conv 3x3, 8; mul { identity; sigmoid } }", "3×3, 8"),
        ("stage s: again 8 x2", "[1×1, 8; 3×3, 8; ⊗ of 2] ×2"),
        ("stage s: late 8 x2", "[concat of identity | 5×5, 4; 3×3, 8] ×2"),
        ("s: { b: conv 5x5, 8; from in; concat { conv 3x3, 8; from b } }", "concat of 3×3, 8 | 5×5, 8"),
        ("s: { add { conv 3x3, 8; conv 1x1, 8 } }", "⊕ of 2"),
        ("stage s: { conv 1x1, 4; two 8 x2 } x3", "[1×1, 4; 3×3, 8 ×2; 1×1, 8 ×2] ×3"),
        ("s: { conv 3x3, 8, dilation=2; maxpool 2x2, /2 }", "3×3, 8, dilation 2, 2×2 max pool, stride 2"),
        ("s: { upsample 2; softmax }", "upsample ×2, nearest, softmax"),
        ("s: concat { conv 1x1, 4; conv 3x3, 4 }", "concat of 2"),
    ],
)  # fmt: skip
def test_what_a_cell_says(body: str, cell: str) -> None:
    blocks = """
block two(width) { residual { conv 3x3, width; conv 1x1, width } }
block gate {
    order conv
    mul { identity; { global_avgpool; conv 1x1, 4; relu; conv 1x1, 8; sigmoid } }
}
block squeezed(width) { residual { conv 3x3, width; gate } }
block beside(width, stride = 1) {
    g: { conv 1x1, width, /stride; sigmoid }
    from in
    residual { conv 3x3, width, /stride; mul { identity; from g } } shortcut {
        pad
        mul { identity; { from g; affine -1, 1 } }
    } always
}
block glu(width) { mul { conv 1x1, width; { conv 3x3, width; conv 1x1, width; sigmoid } } }
block again(width) { a: conv 1x1, width; conv 3x3, width; mul { identity; from a } }
block late(width) { residual { g: conv 5x5, 4; from in; concat { identity; from g }; conv 3x3, width } }
"""
    arch = rd.loads(f"{blocks}arch a {{ input 8x32x32; order conv bn + relu; {body}; conv 7x7, 3 }}")
    assert f" | {escape(cell)} |" in rd.table1(arch).markdown().splitlines()[2]


def test_a_row_beside_the_rows_above_says_so() -> None:
    body = "b: conv 5x5, 8; from in; s: conv 3x3, 9; both: concat { identity; from b }"
    rows = rd.table1(rd.loads(f"arch a {{ input 8x32x32; {body} }}")).rows
    assert [(row.name, *(group.lines for group in row.cells[0])) for row in rows] == [
        ("b", ("5×5, 8",)), ("s", ("from in",), ("3×3, 9",)), ("both", ("concat of 2",)),
    ]  # fmt: skip


def test_in_a_notebook_it_is_a_table(paper: Table1) -> None:
    html = paper._repr_html_()
    assert html.count("<tr>") == 1 + len(ROWS) + 2


def nested(depth: int, innermost: str) -> rd.Arch:
    """A product in a product, so many times."""
    text = f"{{ avgpool 3x3, /1, pad=1; {innermost} }}"
    for _ in range(depth):
        text = f"mul {{ identity; {text} }}"
    return rd.loads(f"arch n {{ input 4x8x8; conv 3x3, 4; {text} }}")


@pytest.mark.parametrize(("innermost", "line"), [("relu", "3×3 average pool"), ("conv 1x1, 4", "1×1, 4")])
def test_products_in_products_are_read_once(
    calls: Callable[[Callable[[], object]], int], innermost: str, line: str
) -> None:
    shallow, deep = nested(12, innermost), nested(24, innermost)
    assert any(line in said for row in rd.table1(deep).rows for group in row.cells[0] for said in group.lines)
    assert calls(lambda: rd.table1(deep)) < 5 * calls(lambda: rd.table1(shallow))


def test_rows_cost_as_much_as_there_are(calls: Callable[[Callable[[], object]], int]) -> None:
    def long(layers: int) -> rd.Arch:
        body = "\n".join(f"l{i}: conv 3x3, 4" for i in range(layers))
        return rd.loads(f"arch n {{ input 4x8x8\n{body} }}")

    short, double = long(100), long(200)
    assert calls(lambda: rd.table1(double, double)) < 2.5 * calls(lambda: rd.table1(short, short))
