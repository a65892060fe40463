"""The table of a family: that of the paper, networks that differ, and those that do not line up."""

import json

import pytest

import resnet_dsl as rd
from resnet_dsl.analysis.stages import Group
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
    assert made.notes[-1] == "googlenet also computes aux_logits1, aux_logits2"


def test_a_stage_that_only_some_have_is_empty_in_the_others() -> None:
    head = "global_avgpool; flatten; linear 10"
    small = rd.loads(f"arch small {{ input 3x32x32; a: conv 3x3, 8; c: conv 3x3, 8, /2; {head} }}")
    large = rd.loads(f"arch large {{ input 3x32x32; a: conv 3x3, 8; b: conv 3x3, 9; c: conv 3x3, 8, /2; {head} }}")
    for made, empty in ((rd.table1(small, large), 0), (rd.table1(large, small), 1)):
        assert [row.name for row in made.rows] == ["a", "b", "c", ""]
        assert made.rows[1].cells[empty] == ()
        assert json.loads(json.dumps(made.to_data()))["rows"][1]["cells"][empty] == []
        assert made.markdown().splitlines()[3].count("3×3, 9") == 1


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("resnet50", "resnet20"), "`conv1` is 112×112 in `resnet50` and 32×32 in `resnet20`: these need two tables"),
        (("resnet18", "d2l_resnet18"), "`d2l_resnet18` has no stage of a name that one before it has"),
        ((), "one network at least"),
    ],
)
def test_networks_that_do_not_line_up(names: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match="table") as error:
        rd.table1(*names)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("body", "cell"),
    [
        ("s: conv 3x3, 8, /2 x3", "3×3, 8, stride 2, [3×3, 8] ×2"),
        ("stage s: two 8 x2", "[3×3, 8; 1×1, 8] ×2"),
        ("stage s: gated 8 x2", "[3×3, 8; gate] ×2"),
        ("stage s: { conv 1x1, 4; two 8 x2 } x3", "[1×1, 4; 3×3, 8 ×2; 1×1, 8 ×2] ×3"),
        ("s: { conv 3x3, 8, dilation=2; maxpool 2x2, /2 }", "3×3, 8, dilation 2, 2×2 max pool, stride 2"),
        ("s: { upsample 2; softmax }", "upsample ×2, nearest, softmax"),
        ("s: concat { conv 1x1, 4; conv 3x3, 4 }", "concat of 2"),
    ],
)  # fmt: skip
def test_what_a_cell_says(body: str, cell: str) -> None:
    blocks = """
block two(width) { residual { conv 3x3, width; conv 1x1, width } }
block gate { mul { identity; { global_avgpool; conv 1x1, in.channels, order=none; sigmoid } } }
block gated(width) { residual { conv 3x3, width; gate } }
"""
    arch = rd.loads(f"{blocks}arch a {{ input 8x32x32; order conv bn + relu; {body}; conv 7x7, 3 }}")
    assert f" | {cell} |" in rd.table1(arch).markdown().splitlines()[2]


def test_in_a_notebook_it_is_a_table(paper: Table1) -> None:
    html = paper._repr_html_()
    assert html.count("<tr>") == 1 + len(ROWS) + 2
