"""Rules O6 and O7: what stands on a shortcut."""

import pytest
from resolving import codes, flow, layers, net, whole

PAIR = "conv 3x3, 64; conv 3x3, 64"
CHANGE = "conv 3x3, 128, /2; conv 3x3, 128"

# what stands on the shortcut: (where kept, where changed); a code where it is refused
SHORTCUTS = {
    "": ("identity", "conv bn"),
    "shortcut identity": ("identity", "E0503"),
    "shortcut projection": ("identity", "conv bn"),
    "shortcut pad": ("identity", "pad"),
    "shortcut none": ("none", "none"),
    "shortcut { avgpool 2x2, /2; projection }": ("identity", "avgpool conv bn"),
    "shortcut { conv 1x1, 128, /2 }": ("identity", "conv bn relu"),
    "shortcut identity else none": ("identity", "none"),
    "shortcut identity else pad": ("identity", "pad"),
    "shortcut none else projection": ("none", "conv bn"),
    "shortcut none else identity": ("none", "E0503"),
    "shortcut identity always": ("identity", "E0503"),
    "shortcut projection always": ("conv bn", "conv bn"),
    "shortcut pad always": ("identity", "pad"),
    "shortcut a: projection always": ("conv bn", "conv bn"),
    "shortcut { pad; dropout } always": ("dropout", "pad dropout"),
    "shortcut A": ("identity", "pad"),
    "shortcut B": ("identity", "conv bn"),
    "shortcut C": ("conv bn", "conv bn"),
    "shortcut a: C": ("conv bn", "conv bn"),
    "shortcut { A; dropout }": ("identity", "pad dropout"),
    "shortcut identity else B": ("identity", "conv bn"),
    "shortcut D": ("E0301", "E0301"),
    "shortcut identity else projetion": ("E0301", "E0301"),
    "shortcut { projection; dropout }": ("identity", "conv bn dropout"),
    "shortcut { B; dropout }": ("identity", "conv bn dropout"),
    "shortcut { C }": ("identity", "E0309"),
}


@pytest.mark.parametrize("shortcut", SHORTCUTS)
@pytest.mark.parametrize("changed", [False, True])
def test_shortcuts(shortcut: str, changed: bool) -> None:
    main, wanted = (CHANGE if changed else PAIR), SHORTCUTS[shortcut][changed]
    text = f"residual {{ {main} }} {shortcut}"
    if wanted.startswith("E"):
        assert codes(whole(text)) == [wanted]
    else:
        assert flow(net(text)) == f"[conv bn relu conv bn | {wanted}] relu"


# a shortcut makes up what the main path changes: text, channels and stride of the projection
MADE_UP = {
    "residual { conv 3x3, 128 }": (128, (1, 1)),
    "residual { conv 3x3, 64, /2 }": (64, (2, 2)),
    "residual { conv 3x3, 64, /(2, 1) }": (64, (2, 1)),
    "residual { conv 3x3, 64, /2; conv 3x3, 96, /2 }": (96, (4, 4)),
    "residual { avgpool 2x2, /2; conv 3x3, 64 }": (64, (2, 2)),
    "residual { conv 3x3, 96, /2 } shortcut { avgpool 2x2, /2; projection }": (96, (1, 1)),
    "residual { { conv 3x3, 64, /2 }; conv 3x3, 96 }": (96, (2, 2)),
    "residual { concat { conv 3x3, 32, /2; conv 1x1, 32, /2 } }": (64, (2, 2)),
}


@pytest.mark.parametrize("text", MADE_UP)
def test_a_projection_makes_up_what_remains(text: str) -> None:
    *_, conv = (layer.op for layer in layers(net(text).root) if layer.op.name == "conv")
    assert (conv.kernel, conv.channels, conv.stride, conv.bias) == ((1, 1), *MADE_UP[text], False)


def test_what_changes_is_decided_from_stride_and_not_from_size() -> None:
    assert flow(net("residual { conv 3x3, 64, /2 }", input="64x1x1")) == "[conv bn | conv bn] relu"
    assert flow(net("residual { conv 3x3, 64, /2; upsample 2 }")) == "[conv bn upsample | identity] relu"
    assert codes(whole("residual { conv 3x3, 64, pad=0 }")) == ["E0402"]


REFUSED = {
    "projection": "E0309",
    "pad": "E0309",
    "residual { conv 3x3, 64; projection }": "E0309",
    "residual { conv 3x3, 64 } shortcut { none } always": "E0309",
    "residual { conv 3x3, 32 } shortcut pad": "E0503",
    "residual { upsample 2; conv 3x3, 64 }": "E0503",
    "residual { conv 3x3, 64 } shortcut { projection 3 } always": "E0304",
    "residual { conv 3x3, 64 } shortcut { maxpool 2x2, /2 } always": "E0402",
}


@pytest.mark.parametrize("body", REFUSED)
def test_refused(body: str) -> None:
    assert codes(whole(body)) == [REFUSED[body]]
