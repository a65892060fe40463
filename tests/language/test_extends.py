"""`extends`: a file that states only what differs."""

from typing import Any

import pytest
from resolving import flow, stems

import resnet_dsl as rd

BASE = """arch base(width = 8, classes = 3) {
    input 3x8x8
    order conv bn + relu
    init conv: normal(std=0.1)
    let wide = width * 2
    conv1: conv 3x3, width
    maxpool 2x2, /2
    conv 3x3, wide
    stage layer1: conv 3x3, width x2
    global_avgpool
    flatten
    fc: linear classes
    assert params == 4_643
}
"""
BEGIN, MIDDLE, END = (
    "conv bn relu maxpool",
    "conv bn relu (conv bn relu)x1 (conv bn relu)x1",
    "global_avgpool flatten linear",
)


def extended(text: str, **parameters: Any) -> rd.Arch:
    """The last arch of a text that may extend `base`."""
    name = text.rpartition("arch ")[2].partition(" ")[0].partition("(")[0]
    return rd.loads(BASE + text, arch=name, **parameters)


def codes(text: str) -> list[str]:
    with pytest.raises(rd.ArchError) as error:
        extended(text)
    return [diagnostic.code for diagnostic in error.value.diagnostics]


# an arch, and the ops as they are executed
FLOWS = {
    "arch a extends base { }": f"{BEGIN} {MIDDLE} {END}",
    "arch a extends base { conv1: conv 3x3, 8, order=none }": f"conv maxpool {MIDDLE} {END}",
    "arch a extends base { maxpool1: avgpool 2x2, /2 }": f"conv bn relu avgpool {MIDDLE} {END}",
    "arch a extends base { conv2: tanh }": f"{BEGIN} tanh (conv bn relu)x2 {END}",
    "arch a extends base { bn2: tanh }": f"{BEGIN} tanh (conv bn relu)x2 {END}",
    "arch a extends base { stage layer1: relu x3 }": f"{BEGIN} conv bn relu (relu)x3 {END}",
    "arch a extends base { layer1: identity }": f"{BEGIN} conv bn relu identity {END}",
    "arch a extends base { order relu conv }": "relu conv maxpool relu conv (relu conv)x1 (relu conv)x1 " + END,
    "arch a extends base { after conv1 { tanh; dropout } }": f"conv bn relu tanh dropout maxpool {MIDDLE} {END}",
    "arch a extends base { after maxpool1 { tanh } }": f"{BEGIN} tanh {MIDDLE} {END}",
    "arch a extends base { after fc { softmax } }": f"{BEGIN} {MIDDLE} {END} softmax",
    "arch a extends base { after conv1 { tanh }\nafter conv1 { silu } }": "conv bn relu silu tanh maxpool "
    f"{MIDDLE} {END}",
    "arch a extends base { after layer1 { output aux: flatten from conv1 } }": f"{BEGIN} {MIDDLE} out(flatten) {END}",
    "arch b extends base { conv1: relu }\narch a extends b { fc: tanh }": (
        f"relu maxpool {MIDDLE} global_avgpool flatten tanh"
    ),
    "arch b extends base { after conv1 { new: tanh } }\narch a extends b { new: silu }": (
        f"conv bn relu silu maxpool {MIDDLE} {END}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", FLOWS)
def test_what_differs_is_replaced_or_added(text: str) -> None:
    assert flow(extended(text)) == FLOWS[text]


def test_labels_stay_and_counts_go_on() -> None:
    assert stems(extended("arch a extends base { conv2: conv 1x1, 4 }")) == "conv1 bn1 conv2 bn2 layer1.0 layer1.1 " \
        "layer1.3 layer1.4 fc"  # fmt: skip
    text = "arch a extends base { after conv1 { conv 1x1, 8 } }"
    assert stems(extended(text)) == "conv1 bn1 conv2 bn2 conv3 bn3 layer1.0 layer1.1 layer1.3 layer1.4 fc"


# parameters: text, given ones, and the channels of conv1, of conv2 and of the result
PARAMETERS = [
    ("arch a extends base { }", {}, (8, 16, 3)),
    ("arch a extends base(width = 4) { }", {}, (4, 8, 3)),
    ("arch a extends base(width = 4, classes = 10) { }", {"width": 6}, (6, 12, 10)),
    ("arch a(width = 5) extends base { }", {}, (5, 10, 3)),
    ("arch a(thin = 2) extends base(width = thin) { }", {}, (2, 4, 3)),
    ("arch a(thin = 2) extends base(width = thin) { }", {"thin": 7}, (7, 14, 3)),
    ("arch a(more = 7) extends base { fc: linear more }", {}, (8, 16, 7)),
    ("arch a extends base { let wide = width }", {}, (8, 8, 3)),
    ("arch b extends base(width = 4) { }\narch a extends b(classes = 9) { }", {}, (4, 8, 9)),
]


@pytest.mark.parametrize(("text", "given", "wanted"), PARAMETERS)
def test_parameters(text: str, given: dict[str, int], wanted: tuple[int, int, int]) -> None:
    model = rd.build(extended(text, **given))
    assert (model.conv1.out_channels, model.conv2.out_channels, model.fc.out_features) == wanted


def test_directives_are_replaced() -> None:
    assert str(extended("arch a extends base { input 3x32x32 }").input) == "3x32x32"
    model = rd.build(extended("arch a extends base { init conv: constant(0.5) }"))
    assert model.conv1.weight.unique().tolist() == [0.5]


REFUSED = {
    "arch a extends nothing { }": "E0301",
    "arch a extends base { conv9: relu }": "E0301",
    "arch a extends base { after conv9 { relu } }": "E0301",
    "arch a extends base(depth = 3) { }": "E0302",
    "arch a extends base(3) { }": "E0302",
    "arch a extends a { }": "E0307",
    "arch b extends a { }\narch a extends b { }": "E0307",
    "arch a extends base { relu }": "E0309",
    "arch a extends base { if true { relu } }": "E0309",
    "arch a extends base { conv1: relu\nconv1: tanh }": "E0309",
    "arch a { input 3x8x8\nafter conv1 { relu } }": "E0309",
    "arch a extends base { assert params == 1 }": "E0601",
    "arch a extends base { assert layer1 is 8x8x8 }": "E0601",
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    assert codes(text) == [REFUSED[text]]


def test_a_long_chain_is_refused() -> None:
    text = "".join(f"arch a{i + 1} extends a{i} {{ }}\n" for i in range(20))
    assert codes(BASE.replace("arch base", "arch a0") + text) == ["E0701"]


def test_claims_are_not_inherited() -> None:
    assert extended("arch a extends base(width = 4) { }").name == "a"
    with pytest.raises(rd.ArchError, match="4_643"):
        rd.loads(BASE.replace("3x3, wide", "1x1, wide"))


@pytest.mark.parametrize("override", [{"width": 4}, {"classes": 3}, {"input": "3x16x16"}])
def test_an_override_skips_the_claims(override: dict[str, Any]) -> None:
    wrong = BASE.replace("4_643", "1")
    with pytest.raises(rd.ArchError):
        rd.loads(wrong)
    assert rd.loads(wrong, **override)


def test_what_is_extended_may_be_bundled_or_imported() -> None:
    text = "arch resnet26 extends resnet50 {\nstage layer4: identity\nassert depth == 41\n}"
    assert rd.loads(text).output.channels == 1000
    imported = "import resnet.resnet50 (resnet50 as base)\narch a extends base { fc: linear 7 }"
    assert rd.loads(imported).output.channels == 7
