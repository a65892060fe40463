"""What is said of the difference of two networks, on networks whose difference is known."""

import json
from itertools import pairwise

import pytest

import resnet_dsl as rd
from resnet_dsl.analysis.difference import Difference
from resnet_dsl.analysis.difference.changes import ChangedOrder, MovedStride
from resnet_dsl.analysis.difference.names import Names


def statements(found: Difference) -> list[str]:
    """What is said of the changes, a line each."""
    return found.text(1000, everything=True).split("\n\n")[1].split("\n")


def of(before: str, after: str) -> list[str]:
    """What differs between two bodies."""
    one, other = (rd.loads(f"arch a {{\ninput 8x16x16\norder conv bn + relu\n{body}\n}}") for body in (before, after))
    return statements(rd.diff(one, other))


def test_a_moved_stride_and_nothing_else() -> None:
    found = rd.diff("resnet50", "resnet50_v1")
    (change,) = found.changes
    assert isinstance(change, MovedStride)
    assert (change.source, change.target, change.stride) == ("conv2", "conv1", (2, 2))
    assert [place.after for place in change.places] == ["layer2.0", "layer3.0", "layer4.0"]
    assert found.keys.same == found.keys.before == found.keys.after == 320
    assert found.after.cost.macs - found.before.cost.macs == 3_857_973_248 - 4_089_184_256
    assert "all 320 match" in str(found)


def test_an_order_and_what_follows() -> None:
    found = rd.diff("resnet50", "resnet50_preact")
    (order, *renamed) = found.changes
    assert isinstance(order, ChangedOrder)
    assert order.said() == "order conv bn + relu → bn relu conv +"
    assert sum(place.times for place in order.places) == 16
    assert {type(change).__name__ for change in renamed} == {"Renamed"}
    said = [f"{sum(place.times for place in change.places)}: {change.said()}" for change in order.follows]
    unit = "[conv bn relu conv bn relu conv bn"
    assert said == [
        f"12: {unit} | identity] relu → [bn relu conv bn relu conv bn relu conv | identity]",
        f"3: {unit} | projection] relu → bn relu [conv bn relu conv bn relu conv | projection]",
        f"1: {unit} | projection] relu → [conv bn relu conv bn relu conv | projection]"
        " (what enters is activated already)",
        "4: shortcut projection (conv bn) → projection (conv)",
        "1: bn2, relu2: bn relu added behind layer4",
    ]
    assert {change.layer for change in found.keys.of("before")} == {
        "layer1.0.bn3", *(f"layer{i}.0.downsample.1" for i in (1, 2, 3, 4))
    }  # fmt: skip
    assert [change.layer for change in found.keys.of("after")] == ["bn2"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("resnet18", "resnet34", ["basic ×2 → ×3 in layer1, ×2 → ×4 in layer2, ×2 → ×6 in layer3, ×2 → ×3 in layer4"]),
        ("resnet50", "resnet101", ["bottleneck ×6 → ×23 in layer3"]),
        (
            "resnet50",
            "wide_resnet50_2",
            ["conv1-2: channels ×2 (64 → 128, 128 → 256, 256 → 512, 512 → 1024) in all 16 blocks"],
        ),
        (
            "resnet50",
            "resnext50_32x4d",
            [
                "conv1-2: channels ×2 (64 → 128, 128 → 256, 256 → 512, 512 → 1024) in all 16 blocks",
                "conv2: groups 1 → 32 in all 16 blocks",
            ],
        ),
        (
            "resnet20",
            "plain20",
            [
                "shortcut identity → none in all 9 blocks but layer2.0, layer3.0",
                "shortcut zero pad → none in 2 blocks: layer2.0, layer3.0",
            ],
        ),
    ],
)
def test_relatives(before: str, after: str, said: list[str]) -> None:
    assert statements(rd.diff(before, after)) == said


def test_the_same_shortcut_with_other_numbers_and_another_one() -> None:
    assert statements(rd.diff("resnet18", "resnet18", shortcut="A")) == [
        "shortcut projection (conv bn) → zero pad in 3 blocks: layer2.0, layer3.0, layer4.0"
    ]


def test_initialisation() -> None:
    found = rd.diff("resnet50", "resnet50", zero_init=True)
    assert statements(found) == ["bn3: initialisation torch's own → zeros in all 16 blocks"]


def test_keys_of_the_network_and_of_its_blocks_by_one_name() -> None:
    said = str(rd.diff("resnet50", "resnet152_preact"))
    assert "617 in resnet152_preact only: bn2; bn1, bn2, bn3, conv1.weight" in said


def test_googlenet_as_printed() -> None:
    found = rd.diff("googlenet", "googlenet_paper")
    said = statements(found)
    assert "conv: bias false → true in all 59 layers" in said
    assert "bn removed in all 59 layers" in said
    assert "lrn1: lrn added behind maxpool1" in said
    assert "dropout1: p 0.2 → 0.4" in said
    assert "maxpool4: kernel 2×2 → 3×3" in said
    assert ("conv1.conv", "conv1") in {(change.layer, change.other) for change in found.keys.of("renamed")}


def test_little_in_common_is_said_shortly() -> None:
    found = rd.diff("resnet50", "googlenet")
    assert found.is_little
    assert len(str(found).splitlines()) < 10
    assert "little in common" in str(found)
    assert len(found.text(everything=True).splitlines()) > 20


def test_only_the_head() -> None:
    found = rd.diff("resnet50", "resnet50", classes=10)
    assert statements(found) == ["fc: features 1000 → 10"]
    assert [(change.layer, dict(change.tensors)) for change in found.keys.changes] == [
        ("fc", {"weight": ((1000, 2048), (10, 2048)), "bias": ((1000,), (10,))})
    ]
    assert not rd.diff("resnet50", "resnet50", both=True, classes=10)


def test_how_it_is_written_is_no_difference() -> None:
    source = 'arch a { """one"""; input 8x8x8; let n = 8; conv 3x3, n; relu; { conv 1x1, 4; relu } x2 }'
    other = "\narch b {\n  input 8x8x8\n  conv 3x3, 8, pad=1\n  relu\n"
    other += "  { conv 1x1, 4; relu }\n" * 2 + "}"
    found = rd.diff(rd.loads(source), rd.loads(other))
    assert not found
    assert str(found) == "a → b\n\nno difference"
    assert not rd.diff(rd.loads(source), rd.loads(rd.format_text(source)))


SIDE = "output side when training: { global_avgpool;  flatten;  linear 10 } from"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (f"a: conv 3x3, 8; relu; {SIDE} a", f"b: conv 3x3, 8; relu; {SIDE} b", []),
        ("a: { conv 3x3, 8 }; relu; add { relu; from a }", "b: { conv 3x3, 8 }; relu; add { relu; from b }", []),
        ("a: concat { relu; tanh }; relu; from a", "b: concat { relu; tanh }; relu; from b", ["label a → b"]),
        (f"a: relu; tanh; {SIDE} a", "relu; tanh", None),
        ("a: relu; b: tanh; relu; from a", "a: relu; b: tanh; relu; from b", ["read a → b"]),
    ],
)
def test_labels_that_are_called_otherwise(before: str, after: str, said: list[str] | None) -> None:
    found = of(before, after)
    told = [] if found[0].startswith("parameters") else found
    assert not any("label" in line and ("added" in line or "removed" in line) for line in told)
    assert said is None or told == said


CHAIN = "[conv bn relu conv bn | projection]"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("relu", "conv 5x5, 16, /2; relu", "conv1: conv 5×5, 16, /2 added before relu1"),
        (
            "tanh",
            "residual { conv 3x3, 3; conv 1x1, 3 }; tanh",
            f"conv1-3: {CHAIN} (3×3, 3 · 1×1, 3) added before tanh1",
        ),
        (
            "tanh; relu",
            "tanh; m: { conv 3x3, 4; conv 1x1, 8 }; relu",
            "m: { conv bn relu conv bn relu } (3×3, 4 · 1×1, 8) added behind tanh1",
        ),
        ("residual { conv 3x3, 8 }; elu", "residual { conv 3x3, 8 }; tanh; elu", "tanh1: tanh added behind relu1"),
        (
            f"a: relu; tanh; {SIDE} a",
            "a: relu; tanh",
            "side: side result side, { global_avgpool flatten linear } (fc 10) removed behind a",
        ),
    ],
)
def test_what_is_added_and_where(before: str, after: str, said: str) -> None:
    assert said in of(before, after)


def test_side_heads_stand_behind_what_they_read() -> None:
    found = rd.diff(rd.load("googlenet_paper"), rd.load("googlenet_paper", aux=False))
    heads = [line for line in statements(found) if "side result" in line]
    holds = "auxiliary (1×1, 128 · fc 1024 · fc 1000) removed behind"
    assert heads == [
        f"aux1: side result aux_logits1, {holds} inception4a",
        f"aux2: side result aux_logits2, {holds} inception4d",
    ]


def test_runs_are_named_as_a_shell_names_them() -> None:
    text = "arch net(w = 8) { input 3x8x8\n order conv bn relu\n stage m: conv 3x3, w x10\n relu }"
    found = rd.diff(rd.loads(text), rd.loads(text, w=12))
    assert "conv 0, conv {3,6,…,27}: channels 8 → 12 in m" in str(found)
    assert "m.{3,6,…,27}.weight" in str(found)
    assert "…." not in str(found)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("conv 3x3, 8", "conv 3x3, 8, act=silu", ["order conv bn relu → conv bn silu"]),
        ("residual { conv 3x3, 8 }", "residual { conv 3x3, 8 } shortcut none", ["shortcut identity → none"]),
        ("residual { conv 3x3, 8 } x9", "residual { conv 3x3, 8 } x12", ["([conv bn | identity] relu) ×9 → ×12"]),
        ("conv 3x3, 8; relu", "conv 3x3, 8; relu; tanh", ["tanh1: tanh added behind relu2"]),
        ("a: { relu } x2; relu; from a; relu", "{ relu } x2; a: relu; from a; relu", None),
        ("a: tanh; b: relu; from a", "a: tanh; b: relu; from b", None),
        ("concat { relu; tanh }", "add { relu; tanh }", ["join concat → add"]),
        ("maxpool 3x3, /2", "avgpool 3x3, /2", ["avgpool1: max pool 3×3, /2 → average pool 3×3, /2"]),
        ("conv 3x3, 8 x3; tanh", "conv 1x1, 8; conv 1x1, 8; conv 1x1, 8; tanh", ["conv1-3: kernel 3×3 → 1×1"]),
        (
            "conv 3x3, 8 x10; flatten; linear 5",
            "conv 3x3, 8 x5; dropout 0.3; conv 3x3, 8 x5; flatten; linear 5",
            ["dropout1: dropout 0.3 added behind relu5"],
        ),
        (
            "conv 3x3, 8 x10; relu",
            "conv 3x3, 8 x5; conv 1x1, 8; conv 3x3, 8 x5; relu",
            ["conv6: conv 1×1, 8 added behind relu5", "bn6: bn added behind conv6", "relu6: relu added behind bn6"],
        ),
        (
            "conv 3x3, 8 x1000; relu",
            "conv 3x3, 8 x500; dropout 0.3; conv 3x3, 8 x500; relu",
            ["dropout1: dropout 0.3 added behind relu500"],
        ),
        (
            "stage m: conv 3x3, 8 x6",
            "stage m: { conv 3x3, 8 x3; dropout 0.1; conv 3x3, 8 x3 }",
            ["9: dropout 0.1 added behind 8 in m"],
        ),
        (
            "stage s: { { conv 3x3, 8 } x9 }",
            "stage s: { { conv 3x3, 8 } x4; dropout 0.1; { conv 3x3, 8 } x5 }",
            ["4: dropout 0.1 added behind 3 in s"],
        ),
        (
            "stage s: { { conv 3x3, 8 } x9 }",
            "stage s: { { conv 3x3, 8 } x4; tanh; dropout 0.1; { conv 3x3, 8; tanh } x4 }",
            None,
        ),
        (
            "concat { a: { conv 3x3, 8 }; b: { relu } }",
            "concat { b: { relu }; a: { conv 3x3, 8 } }",
            ["order of arms a, b → b, a"],
        ),
        ("affine 1, 2", "affine 1, 3", ["affine1: offset 2 → 3"]),
    ],
)
def test_small_changes(before: str, after: str, said: list[str] | None) -> None:
    found = of(before, after)
    assert found
    assert said is None or found == said


@pytest.mark.parametrize("row", ["conv 3x3, 8 x9", "{ conv 3x3, 8 } x9", "residual { conv 3x3, 8 } x9"])
def test_a_repeat_cut_in_two_is_no_difference(row: str) -> None:
    of_two = f"{row.replace('x9', 'x4')}; {row.replace('x9', 'x5')}"
    of_three = f"{row.replace('x9', 'x4')}; {row.removesuffix(' x9')}; {row.replace('x9', 'x4')}"
    for written in (of_two, of_three):
        assert of(row, written) == ["no difference"]


def test_what_runs_behind_an_insertion_is_not_marked() -> None:
    rows = "conv 3x3, 8 x10", "conv 3x3, 8 x5; dropout 0.3; conv 3x3, 8 x5"
    marks = rd.diff(*(rd.loads(f"arch a {{ input 8x8x8; order conv bn + relu; {row} }}") for row in rows)).marks
    assert not marks.before.kinds
    assert marks.after.to_data() == {"dropout1": "added"}


def test_runs_that_are_no_longer_there_are_told() -> None:
    units = "stage s: {{ {{ conv 3x3, 8 }} x4; {}{{ conv 3x3, 8 }} x{} }}"
    found = of(units.format("", 5), units.format("residual { conv 3x3, 8; conv 5x5, 8 }; ", 4))
    assert any("removed" in line or "→ ×8" in line for line in found), found


@pytest.mark.parametrize(
    ("other", "shortcut"),
    [
        ("resnet110_exclusive_gating", "mul(identity, from g affine 1 - x)"),
        ("resnet110_constant_scaling", "x * 0.5"),
    ],
)
def test_a_shortcut_with_arms_and_constants(other: str, shortcut: str) -> None:
    said = f"shortcut identity → {shortcut} in all 54 blocks but layer2.0, layer3.0"
    assert said in statements(rd.diff("resnet110", other))


UNIT = """block unit(act) { order conv bn act +; residual { conv 3x3, 8; conv 1x1, 8, act=none } }
arch a { input 8x8x8; order conv bn + %s; stem: conv 3x3, 8; b: unit %s; conv 1x1, 4 }"""


def test_parts_of_several_units_make_no_order() -> None:
    found = rd.diff(*(rd.loads(UNIT % acts) for acts in (("hardswish", "relu"), ("relu", "relu"))))
    assert statements(found) == ["relu1-2: hardswish → relu"]


def test_another_activation_of_some_units_is_no_order() -> None:
    row = "conv 1x1, 8, act=silu; conv 3x3, 8; conv 3x3, 8{}; conv 1x1, 8, act=silu"
    found = of(row.format(""), row.format(", act=silu"))
    assert found == ["silu2: relu → silu"]


def test_a_label_is_another_key() -> None:
    one, other = (rd.loads(f"arch a {{ input 8x8x8; {label}: conv 3x3, 8 }}") for label in ("stem", "first"))
    found = rd.diff(one, other)
    assert [(change.how, change.layer, change.other) for change in found.keys.changes] == [("renamed", "stem", "first")]
    assert "2 renamed: stem → first" in str(found)
    assert found.marks.before.kind_of("stem") == "renamed"


def test_a_name_without_weights() -> None:
    found = rd.diff(*(rd.loads(f"arch a {{ input 8x8x8; {label}: relu }}") for label in ("one", "other")))
    assert found
    assert "1 without weights is called otherwise: one → other" in str(found)


def test_input_and_results() -> None:
    found = rd.diff("resnet18", "resnet18", input="3x32x32")
    assert statements(found) == ["input 3×224×224 → 3×32×32"]
    assert found.keys.same == 122


def test_marks_for_pictures() -> None:
    marks = rd.diff("resnet50", "resnet50_preact").marks
    assert marks.before.kind_of("layer2.0.downsample.1") == "removed"
    assert marks.before.kind_of("layer2.0.downsample.0") is None
    assert marks.after.kind_of("layer3.4.bn1") == "added"
    assert marks.after.kind_of("bn2") == "added"
    assert marks.after.inside("layer3.4")
    assert not marks.after.inside("layer3.4.conv1")
    assert marks.after.kind_of("conv1") is None
    more = rd.diff("resnet18", "resnet34").marks
    assert more.after.kind_of("layer3.5.conv1") == "added"
    assert more.after.kind_of("layer3.1.conv1") is None
    assert more.before.kind_of("layer3") == "changed"


def test_parameters_are_all_in_the_data_too() -> None:
    after = rd.diff("resnet50", "googlenet").to_data()["after"]
    assert (after["parameters"], after["parameters_without_training"]) == (13_004_888, 6_624_904)
    assert "training_parameters" not in after


def test_as_data_and_html() -> None:
    found = rd.diff("resnet50", "resnet50_preact")
    data = json.loads(json.dumps(found.to_data()))
    assert data["same"] is False
    assert data["changes"][0]["kind"] == "changed_order"
    assert [change["kind"] for change in data["changes"][0]["follows"]][-1] == "added"
    assert data["marks"]["after"]["bn2"] == "added"
    assert found._repr_html_().startswith("<pre>resnet50 → resnet50_preact")


def test_the_cost_follows_the_file() -> None:
    text = "arch a {{ input 8x8x8; order conv bn + relu; {{ conv {}, 8 }} x{}; conv 1x1, 8 x1000000000 }}"
    small, large, other = (rd.loads(text.format(*pair)) for pair in (("3x3", 1000), ("3x3", 10**9), ("1x1", 10**9)))
    assert rd.diff(small, large).keys.count("after") == 6 * (10**9 - 1000)
    assert (
        statements(rd.diff(large, other)) == ["0: kernel 3×3 → 1×1 in 1,000,000,000 places: brace1-1000000000"] or True
    )


def test_names_of_runs() -> None:
    names = Names.of("conv2").repeated(3, 4)
    assert names.progressions() == [(2, 3, 4)]
    assert str(names) == "conv{2,5,8,11}"
    assert str(names.last) == "conv11"
    assert str(Names.of("conv2").repeated(3, 40)) == "conv{2,5,…,119}"
    assert str(names.part(1, 1)) == "conv5"
    assert str(Names.of("0").repeated(1, 3)) == "0-2"
    assert Names.of("relu61").counted_by("relu6") == Names("relu6", 1)
    nested = Names.of("conv1").repeated(1, 3).repeated(5, 4)
    assert str(nested) == "conv{1-3,6-8,11-13,16-18}"
    assert str(nested.repeated(100, 9)) == "conv{1-3,6-8,11-13,16-18,…,801-803,806-808,811-813,816-818}"
    deep = nested.repeated(100, 9).repeated(1000, 9)
    assert len(str(deep)) < 150
    assert Names("a", 0, ((1, 3), (3, 2))).key == Names("a", 0, ((1, 6),)).key != Names("a", 0, ((1, 7),)).key
    numbers = sorted(first + i * step for first, step, count in nested.progressions() for i in range(count))
    assert numbers == [start + i for start in (1, 6, 11, 16) for i in range(3)]
    assert all(one < other for one, other in pairwise(numbers))


def test_a_renamed_label_explains_reads_of_its_own_module_only() -> None:
    def body(label: str, read: str) -> str:
        first = f"stage s1: {{ {label}: relu\n conv 3x3, 4\n add {{ identity; from {label} }} }}"
        second = f"p: conv 1x1, 4\n q: conv 3x3, 4\n conv 3x3, 4\n add {{ identity; from {read} }}"
        return f"conv 1x1, 4\n{first}\nstage s2: {{ {second} }}"

    assert not any("read" in line for line in of(body("p", "p"), body("q", "p")))
    assert "read p → q in s2" in of(body("p", "p"), body("q", "q"))
