"""Rules N1 to N7: what the keys of `state_dict` are."""

import pytest
import torch
from resolving import codes, message, net, state_keys, stems, whole

import resnet_dsl as rd

UNIT = "block unit(width) {\nconv 3x3, width, order=none\n}\n"
PRE = "block pre(width) {\nresidual { conv 3x3, width; conv 3x3, width }\n}\n"
CONV = "conv 3x3, 64, order=none"

# (rule, what it shows): text, members with weights in their order
NAMES = {
    ("N1", "a call of a block is a module"): (f"{UNIT}unit 64", "unit1.conv1"),
    ("N1", "a labelled brace is a module"): (f"a: {{ {CONV} }}", "a.0"),
    ("N1", "a stage is a module"): (f"stage a: {CONV}", "a.0"),
    ("N1", "a stage of a brace is one module"): (f"stage a: {{ {CONV} }}", "a.0"),
    ("N1", "a labelled repeat is a module"): (f"a: {CONV} x2", "a.0 a.1"),
    ("N1", "a labelled shortcut is a module"): (
        f"residual {{ {CONV} }} shortcut a: projection always",
        "conv1 a.0 a.1",
    ),
    ("N1", "a brace that is a statement is a module"): (f"{{ {CONV} }}", "brace1.0"),
    ("N1", "a residual is transparent"): (f"residual {{ {CONV} }}", "conv1"),
    ("N1", "a labelled residual too"): (f"a: residual {{ {CONV} }}", "conv1"),
    ("N1", "a join is transparent"): (f"concat {{ {CONV}; {CONV} }}", "conv1 conv2"),
    ("N1", "a labelled join too"): (f"a: concat {{ {CONV}; {CONV} }}", "conv1 conv2"),
    ("N1", "a brace that is an arm is transparent"): (f"add {{ {{ {CONV} }}; identity }}", "conv1"),
    ("N1", "a labelled brace that is an arm is a module"): (f"add {{ a: {{ {CONV} }}; identity }}", "a.0"),
    ("N1", "if and for are transparent"): (f"if true {{ {CONV} }}\nfor i in [1] {{ {CONV} }}", "conv1 conv2"),
    ("N1", "an unlabelled repeat is transparent"): (f"{CONV} x2", "conv1 conv2"),
    ("N1", "the shortcut comes behind the main path"): (
        f"residual {{ {CONV}; {CONV} }} shortcut projection always",
        "conv1 conv2 conv3 bn1",
    ),
    ("N2", "an arch counts by name"): ("conv 3x3, 64\nln\nconv 3x3, 64", "conv1 bn1 ln1 conv2 bn2"),
    ("N2", "a block counts by name"): (f"{PRE}pre 64\npre 64", "pre1.conv1 pre1.bn1 pre1.conv2 pre1.bn2 "
                                       "pre2.conv1 pre2.bn1 pre2.conv2 pre2.bn2"),
    ("N2", "what has no weights is counted apart"): (f"relu\n{CONV}", "conv1"),
    ("N2", "a repeat counts through"): (f"{CONV} x3\n{CONV}", "conv1 conv2 conv3 conv4"),
    ("N3", "a brace numbers"): (f"a: {{ {CONV}; {CONV} }}", "a.0 a.1"),
    ("N3", "what has no weights takes a position"): (f"a: {{ relu; {CONV}; dropout; {CONV} }}", "a.1 a.3"),
    ("N3", "what has a label takes a position"): (f"a: {{ b: {CONV}; {CONV} }}", "a.b a.1"),
    ("N3", "the parts of an order take positions"): ("a: { conv 3x3, 64; conv 3x3, 64 }", "a.0 a.1 a.3 a.4"),
    ("N3", "a brace in a brace is a member"): (f"a: {{ {{ {CONV} }}; {CONV} }}", "a.0.0 a.1"),
    ("N3", "a repeat numbers through"): (f"stage a: {{ {CONV} x3; {CONV} }}", "a.0 a.1 a.2 a.3"),
    ("N4", "a label names the convolution"): ("a: conv 3x3, 64", "a bn1"),
    ("N4", "and its normalisation goes on counting"): ("a: conv 3x3, 64\nconv 3x3, 64", "a bn1 conv1 bn2"),
    ("N4", "a label that is the next count takes it"): ("conv1: conv 3x3, 64\nconv 3x3, 64", "conv1 bn1 conv2 bn2"),
    ("N4", "another label does not"): ("conv7: conv 3x3, 64\nconv 3x3, 64", "conv7 bn1 conv1 bn2"),
    ("N4", "a brace of one convolution"): (f"stem: {{ {CONV}; {CONV} }}", "stem.0 stem.1"),
    ("N4", "a brace of a brace"): ("features: { { conv 3x3, 64 } }", "features.0.0 features.0.1"),
    ("N4", "a label of a projection"): (
        "residual { conv 3x3, 64; conv 3x3, 64 } shortcut short: projection always",
        "conv1 bn1 conv2 bn2 short.0 short.1",
    ),
    ("N5", "a label in an order"): ("order norm: bn relu conv\nconv 3x3, 64", "norm1 conv1"),
    ("N5", "counts"): ("order conv norm: bn + relu\nconv 3x3, 64\nconv 3x3, 64", "conv1 norm1 conv2 norm2"),
    ("N5", "of the convolution"): ("order c: conv + relu\nconv 3x3, 64\nconv 3x3, 64", "c1 c2"),
    ("N5", "of a projection"): ("order c: conv n: bn +\nresidual { conv 3x3, 32 }", "c1 n1 c2 n2"),
    ("N6", "what moves to the start"): ("order bn relu conv +\nresidual { conv 3x3, 64 }", "bn1 conv1 bn2"),
    ("N6", "what moves out of a brace"): (
        "order bn relu conv +\nresidual { { conv 3x3, 64; conv 3x3, 64 } }",
        "bn1 brace1.0 brace1.1 brace1.3 bn2",
    ),
    ("N6", "what moves behind the sum"): ("order conv + bn\nresidual { a: { conv 3x3, 64 } }", "a.0 bn1"),
    ("N7", "a parameter takes the label"): ("gamma: layer_scale 0.1", "gamma"),
    ("N7", "or the count"): ("layer_scale 0.1\nlayer_scale 0.1", "layer_scale1 layer_scale2"),
    ("N7", "or the position"): ("a: { relu; layer_scale 0.1 }", "a.1"),
    ("labels", "may be computed"): (f'for i in range(2) {{ "c{{i + 1}}": {CONV} }}', "c1 c2"),
    ("labels", "may be integers"): (f"a: {{ 3: {CONV}; {CONV} }}", "a.3 a.1"),
    ("labels", "may be any text without dots"): (f'"in": {CONV}\n"x1": {CONV}', "in x1"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "shows"), NAMES)
def test_names(rule: str, shows: str) -> None:
    text, wanted = NAMES[rule, shows]
    arch = net(text)
    assert stems(arch) == wanted
    with torch.device("meta"):
        assert list(rd.build(arch).state_dict()) == state_keys(arch)


DOUBLE = {
    "two labels": f"a: {CONV}\na: {CONV}",
    "a label and a count": f"conv 3x3, 64\nbn1: {CONV}",
    "a count and a label": f"{CONV}\nconv1: {CONV}",
    "a label that a later count comes to": f"conv2: {CONV}\n{CONV}\n{CONV}",
    "in a brace": f"a: {{ {CONV}; 0: {CONV} }}",
    "in a block": f"block unit() {{\nconv1: {CONV}\nconv1: {CONV}\n}}\nunit",
}


@pytest.mark.parametrize("shows", DOUBLE)
def test_two_members_of_one_name_are_refused(shows: str) -> None:
    assert codes(whole(DOUBLE[shows])) == ["E0306"]


def test_both_are_shown() -> None:
    with pytest.raises(rd.ArchError) as error:
        rd.loads(whole("a: conv 3x3, 64\nbn1: relu"))
    (double,) = error.value.diagnostics
    assert double.span is not None
    assert [double.span.text, double.secondary[0].span.text] == ["relu", "conv 3x3, 64"]


@pytest.mark.parametrize("label", ['"a.b"', '""'])
def test_a_label_has_a_text_without_dots(label: str) -> None:
    assert codes(whole(f"{label}: relu")) == ["E0309"]


def test_a_label_in_a_repeat_would_name_every_run() -> None:
    text = f"block unit() {{\nadd {{ a: {CONV}; identity }}\n}}\nunit x2"
    assert stems(net(text)) == "unit1.a unit2.a"
    assert "every run of this repeat" in message(whole(f"add {{ a: {CONV}; identity }} x2"))
