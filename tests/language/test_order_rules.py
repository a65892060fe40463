"""Rules O1 to O7: what an order makes of a text, as the IR executes it."""

import pytest
from resolving import codes, flow, layers, message, net, whole

ORIGINAL, AFTER, BEFORE, RELU, FULL = (
    "conv bn + relu",
    "conv + bn relu",
    "conv bn relu +",
    "relu conv bn +",
    "bn relu conv +",
)
PAIR = "conv 3x3, 64; conv 3x3, 64"
CHANGE = "conv 3x3, 128, /2; conv 3x3, 128"
UNIT = f"residual {{ {PAIR} }}"
FIRST = "[bn relu conv bn relu conv | identity]"

# (order, body): the ops as they are executed
ORDERS = {
    # O1: of convolutions only; edited by a call
    (ORIGINAL, "conv 3x3, 8\nlinear_like"): "conv bn relu relu",
    (ORIGINAL, "conv 3x3, 8, order=none"): "conv",
    (ORIGINAL, "conv 3x3, 8, act=none"): "conv bn",
    (ORIGINAL, "conv 3x3, 8, norm=none"): "conv relu",
    (ORIGINAL, "conv 3x3, 8, act=none, norm=none"): "conv",
    (ORIGINAL, "conv 3x3, 8, act=silu"): "conv bn silu",
    (ORIGINAL, "conv 3x3, 8, norm=ln"): "conv ln relu",
    (FULL, "conv 3x3, 8, act=none"): "conv bn",
    (FULL, "conv 3x3, 8, act=silu"): "conv bn silu",
    ("conv bn", "conv 3x3, 8, act=relu"): "conv bn relu",
    ("conv relu", "conv 3x3, 8, norm=bn"): "conv bn relu",
    ("conv bn none", "conv 3x3, 8"): "conv bn",
    (ORIGINAL, "order conv + relu\nconv 3x3, 8"): "conv relu",
    (ORIGINAL, "{ order conv\nconv 3x3, 8 }\nconv 3x3, 8"): "conv conv bn relu",
    # O1: without `+` it is taken as it stands
    ("bn relu conv", "conv 3x3, 8"): "bn relu conv",
    ("bn conv relu", "conv 3x3, 8"): "bn conv relu",
    # O2: outside a main path under an order with `+`
    (ORIGINAL, "conv 3x3, 8"): "conv bn relu",
    (AFTER, "conv 3x3, 8"): "conv bn relu",
    (BEFORE, "conv 3x3, 8"): "conv bn relu",
    (RELU, "conv 3x3, 8"): "conv bn relu",
    (FULL, "conv 3x3, 8"): "conv bn relu",
    # O3: the five orders in a main path
    (ORIGINAL, UNIT): "[conv bn relu conv bn | identity] relu",
    (AFTER, UNIT): "[conv bn relu conv | identity] bn relu",
    (BEFORE, UNIT): "[conv bn relu conv bn relu | identity]",
    (RELU, UNIT): "[relu conv bn relu conv bn | identity] relu",
    (FULL, UNIT): f"{FIRST} bn relu",
    # O3: first and last by execution
    (ORIGINAL, "residual { conv 3x3, 64 }"): "[conv bn | identity] relu",
    (FULL, "residual { conv 3x3, 64 }"): "[bn relu conv | identity] bn relu",
    (ORIGINAL, "residual { conv 3x3, 64 x3 }"): "[(conv bn relu)x2 (conv bn)x1 | identity] relu",
    (FULL, "residual { conv 3x3, 64 x3 }"): "[bn relu (conv)x1 (bn relu conv)x2 | identity] bn relu",
    (FULL, "residual { { conv 3x3, 64 }; a: { conv 3x3, 64 } }"): f"{FIRST} bn relu",
    (FULL, "residual { inner }"): f"{FIRST} bn relu",
    (ORIGINAL, "residual { own }"): "[conv silu | identity]",
    (FULL, "residual { dropout; conv 3x3, 64 }"): "[bn relu dropout conv | identity] bn relu",
    (ORIGINAL, "residual { conv 3x3, 64; layer_scale; stochastic_depth 0.1 }"): (
        "[conv bn layer_scale stochastic_depth | identity] relu"
    ),
    (ORIGINAL, "residual { concat { conv 3x3, 32; conv 1x1, 32 } }"): "[concat(conv bn, conv bn) | identity] relu",
    (FULL, "residual { concat { conv 3x3, 32; conv 1x1, 32 } }"): "[bn relu concat(conv, conv) | identity] bn relu",
    (ORIGINAL, "residual { concat { conv 3x3, 32; { conv 1x1, 32; conv 3x3, 32 } }; conv 1x1, 64 }"): (
        "[concat(conv bn relu, conv bn relu conv bn relu) conv bn | identity] relu"
    ),
    (ORIGINAL, "residual { conv 3x3, 64; conv 3x3, 64, act=none }"): "[conv bn relu conv bn | identity]",
    # O3: nested residuals have ends of their own
    (ORIGINAL, f"residual {{ conv 3x3, 64; {UNIT}; conv 3x3, 64 }}"): (
        "[conv bn relu [conv bn relu conv bn | identity] relu conv bn | identity] relu"
    ),
    (FULL, f"residual {{ {UNIT}; conv 3x3, 64 }}"): (
        "[bn relu [conv bn relu conv | identity] bn relu conv | identity] bn relu"
    ),
    (FULL, f"residual {{ concat {{ {{ {UNIT}; conv 3x3, 32 }}; conv 3x3, 32 }} }}"): (
        "[bn relu concat([conv bn relu conv | identity] bn relu conv, conv) | identity] bn relu"
    ),
    (FULL, f"residual {{ {UNIT} }}"): f"[{FIRST} bn relu | identity]",
    # O3: no convolution under the order: a plain addition
    (ORIGINAL, "residual { dropout; sigmoid }"): "[dropout sigmoid | identity]",
    (ORIGINAL, "residual { conv 3x3, 64, order=none }"): "[conv | identity]",
    ("conv bn relu", "residual { conv 3x3, 64, order=none }"): "[conv | identity]",
    # O4: what is already activated
    (FULL, f"conv 3x3, 64\n{UNIT}"): "conv bn relu [conv bn relu conv | identity] bn relu",
    (FULL, f"conv 3x3, 64\nmaxpool 3x3, /2\ndropout\n{UNIT}"): (
        "conv bn relu maxpool dropout [conv bn relu conv | identity] bn relu"
    ),
    (FULL, f"conv 3x3, 64\nsigmoid\n{UNIT}"): f"conv bn relu sigmoid {FIRST} bn relu",
    (FULL, f"conv 3x3, 64, act=none\n{UNIT}"): f"conv bn {FIRST} bn relu",
    (FULL, f"conv 3x3, 64, order=none\n{UNIT}"): f"conv {FIRST} bn relu",
    (FULL, f"concat {{ conv 3x3, 32; conv 3x3, 32 }}\n{UNIT}"): (
        "concat(conv bn relu, conv bn relu) [conv bn relu conv | identity] bn relu"
    ),
    # O4: where `L` stands with a shortcut that changes
    (FULL, f"residual {{ {CHANGE} }}"): "bn relu [conv bn relu conv | conv] bn relu",
    (FULL, f"conv 3x3, 64\nresidual {{ {CHANGE} }}"): "conv bn relu [conv bn relu conv | conv] bn relu",
    (FULL, f"{UNIT}\nresidual {{ {CHANGE} }}"): f"{FIRST} bn relu [conv bn relu conv | conv] bn relu",
    (FULL, f"residual {{ {CHANGE} }} shortcut pad"): "[bn relu conv bn relu conv | pad] bn relu",
    (FULL, f"residual {{ {CHANGE} }} shortcut {{ avgpool 2x2, /2; projection }}"): (
        "bn relu [conv bn relu conv | avgpool conv] bn relu"
    ),
    # O5: who reads a sum pays
    (FULL, f"{UNIT}\n{UNIT}"): f"{FIRST} {FIRST} bn relu",
    (FULL, f"{UNIT}\nconv 3x3, 8"): f"{FIRST} bn relu conv bn relu",
    (FULL, f"{UNIT}\nconv 3x3, 8, order=none"): f"{FIRST} bn relu conv",
    (FULL, f"{UNIT}\nmaxpool 3x3, /2"): f"{FIRST} bn relu maxpool",
    (FULL, f"{UNIT}\nflatten"): f"{FIRST} bn relu flatten",
    (FULL, f"{UNIT}\nbn"): f"{FIRST} bn",
    (FULL, f"{UNIT}\nrelu"): f"{FIRST} relu",
    (FULL, f"{UNIT}\n{{ conv 3x3, 8 }}"): f"{FIRST} bn relu conv bn relu",
    (FULL, f"a: {UNIT}\nsigmoid\nfrom a\nmaxpool 3x3, /2"): f"{FIRST} sigmoid <a bn relu maxpool",
    (FULL, f"a: {UNIT}\nfrom in"): f"{FIRST} <in",
    (FULL, f"{UNIT}\nconcat {{ conv 1x1, 8; identity }}"): f"{FIRST} bn relu concat(conv bn relu, identity)",
    (FULL, f"concat {{ {{ {UNIT} }}; identity }}"): f"concat({FIRST} bn relu, identity)",
    (FULL, f"concat {{ {{ {UNIT} }}; {{ {UNIT}; maxpool 3x3, /1 }} }}"): (
        f"concat({FIRST} bn relu, {FIRST} bn relu maxpool)"
    ),
    (FULL, f"{UNIT}\nresidual {{ dropout }}"): f"{FIRST} bn relu [dropout | identity]",
    (FULL, f"{UNIT} x3"): f"({FIRST})x3 bn relu",
    (AFTER, f"{UNIT}\nconv 3x3, 8"): "[conv bn relu conv | identity] bn relu conv bn relu",
    (FULL, "residual { conv 1x1, 64, act=none; conv 1x1, 64 }"): "[bn conv bn relu conv | identity] bn relu",
    (FULL, "residual { conv 1x1, 64, act=silu; conv 1x1, 64 }"): "[bn silu conv bn relu conv | identity] bn relu",
    # a gate: its own order, behind the last convolution, before what stands behind the addition
    (ORIGINAL, f"residual {{ {PAIR}; gate 4 }}"): (
        "[conv bn relu conv bn mul(identity, global_avgpool conv relu conv sigmoid) | identity] relu"
    ),
    (ORIGINAL, f"residual {{ {CHANGE}; gate 4 }}"): (
        "[conv bn relu conv bn mul(identity, global_avgpool conv relu conv sigmoid) | conv bn] relu"
    ),
    (ORIGINAL, f"residual {{ {PAIR}; mul {{ gate_only 4; identity }} }}"): (
        "[conv bn relu conv bn mul(global_avgpool conv relu conv sigmoid, identity) | identity] relu"
    ),
    (FULL, f"residual {{ {PAIR}; gate 4 }}"): (
        "[bn relu conv bn relu conv mul(identity, global_avgpool conv relu conv sigmoid) | identity] bn relu"
    ),
}
BLOCKS = """block linear_like() {
relu
}
block inner() {
conv 3x3, 64
conv 3x3, 64
}
block own() {
order conv silu
conv 3x3, 64
}
block gate_only(n) {
order conv
let width = in.channels
global_avgpool
conv 1x1, width // n
relu
conv 1x1, width
sigmoid
}
block gate(n) {
mul { identity; gate_only n }
}
"""


@pytest.mark.parametrize(("order", "body"), ORDERS)
def test_orders(order: str, body: str) -> None:
    assert flow(net(BLOCKS + body, order)) == ORDERS[order, body]


REFUSED = {
    ("conv bn relu", UNIT): "E0501",
    ("conv", UNIT): "E0501",
    (ORIGINAL, "residual { concat { conv 3x3, 32; conv 3x3, 32, act=none } }"): "E0502",
    (FULL, "residual { concat { conv 3x3, 32; conv 3x3, 32, act=none } }"): "E0502",
    (ORIGINAL, "order bn relu\nrelu"): "E0502",
    (ORIGINAL, "order conv conv\nrelu"): "E0502",
    (ORIGINAL, "order + conv\nrelu"): "E0502",
    (ORIGINAL, "order conv + bn +\nrelu"): "E0502",
    (ORIGINAL, "order conv bnn + relu\nrelu"): "E0301",
}


@pytest.mark.parametrize(("order", "body"), REFUSED)
def test_refused(order: str, body: str) -> None:
    assert codes(whole(body, order)) == [REFUSED[order, body]]


def test_an_order_without_a_place_to_add_shows_two_ways() -> None:
    text = message(whole(UNIT, "conv bn relu"))
    assert "`order conv bn relu +`" in text
    assert "`order conv bn + relu`" in text


# `init last`: the op that is last with weights before the addition
LAST = {
    (ORIGINAL, PAIR): "bn",
    (FULL, PAIR): "conv",
    (BEFORE, PAIR): "bn",
    ("conv +", PAIR): "conv",
    (ORIGINAL, f"{PAIR}; gate 4"): "bn",
}


@pytest.mark.parametrize(("order", "main"), LAST)
def test_init_last(order: str, main: str) -> None:
    arch = net(f"{BLOCKS}init last: zeros\nresidual {{ {main} }}", order)
    begun = [layer for layer in layers(arch.root) if layer.inits]
    assert [layer.op.name for layer in begun] == [LAST[order, main]]
    assert [(init.tensor, init.distribution) for init in begun[0].inits] == [("weight", "zeros")]


def test_blocks_inherit_the_order_unless_they_set_their_own() -> None:
    text = "block a() {\nconv 3x3, 8\nb\n}\nblock b() {\nconv 3x3, 8\n}\nblock c() {\norder conv\nb\n}\na\nc\nb"
    assert flow(net(text, "conv bn + silu")) == "conv bn silu conv bn silu conv conv bn silu"
