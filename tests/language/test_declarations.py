"""Inputs, inits, side results, claims, imports, and limits."""

from pathlib import Path

import pytest
from resolving import codes, findings, flow, layers, message, net, whole

import resnet_dsl as rd

# inits: a body, and how the weights of its layers begin
INITS = {
    "init conv: zeros\nconv 3x3, 8": [("conv", "weight", "zeros")],
    "init conv: 0.5\nconv 3x3, 8": [("conv", "weight", "constant")],
    "init conv: normal(0, 0.1)\nbn": [],
    "init conv: zeros\ninit conv: ones\nconv 3x3, 8": [("conv", "weight", "ones")],
    "conv 3x3, 8\ninit conv: zeros": [],
    "{ init bn: zeros\nbn }\nbn": [("bn", "weight", "zeros")],
    "init bn: zeros\nconv 3x3, 8": [("bn", "weight", "zeros")],
    "init conv: zeros\nconv 3x3, 8, init=ones": [("conv", "weight", "ones")],
    "conv 3x3, 8, order=none, bias_init=-6": [("conv", "bias", "constant")],
    "init layer_scale: ones\nlayer_scale": [("layer_scale", "", "ones")],
    "init conv: zeros\nouter": [("conv", "weight", "zeros")],
}


@pytest.mark.parametrize("body", INITS)
def test_inits(body: str) -> None:
    arch = net(f"block outer() {{\nconv 3x3, 8, order=none\n}}\n{body}")
    begun = [(layer.op.name, init.tensor, init.distribution) for layer in layers(arch.root) for init in layer.inits]
    assert begun == INITS[body]


WRONG_INITS = {
    "init covn: zeros": "E0301",
    "init conv: gauss": "E0301",
    "init conv: zeros(1)": "E0304",
    "init conv: normal(0, 1, 2)": "E0304",
    "init conv: normal(mu=0)": "E0302",
    "init conv: constant": "E0303",
    "init conv: normal(std=-1)": "E0305",
    "init conv: uniform(1, 0)": "E0305",
    "init conv: uniform(a=2)": "E0305",
    "init conv: kaiming_normal(mode=fan)": "E0305",
    "init conv: true": "E0305",
    "init bn: kaiming_normal\nbn": "E0305",
    "init linear: dirac\nflatten\nlinear 2": "E0305",
    "conv 3x3, 8, order=none, bias_init=orthogonal": "E0305",
    "init last: xavier_uniform\nresidual { conv 3x3, 64 }": "E0305",
    "conv 3x3, 8, bias_init=0": "E0309",
    "relu init=zeros": "E0309",
}


@pytest.mark.parametrize("body", WRONG_INITS)
def test_wrong_inits(body: str) -> None:
    assert codes(whole(body)) == [WRONG_INITS[body]]


# side results: a body, the names of the results, and the ops
OUTPUTS = {
    "a: relu\noutput b: flatten from a": (("output", "b"), "relu out(flatten)"),
    "a: relu\noutput b as c: flatten from a": (("output", "c"), "relu out(flatten)"),
    "a: relu\noutput b: flatten from a\noutput as main, b": (("main", "b"), "relu out(flatten)"),
    "a: relu\noutput b: flatten from a\noutput c: tanh from a\noutput as m, c, b": (
        ("m", "c", "b"),
        "relu out(flatten) out(tanh)",
    ),
    "a: relu\nif false { output b: flatten from a }\noutput as main, b": ((), "relu"),
    "order bn relu conv +\na: residual { conv 3x3, 64 }\noutput b: flatten from a\ntanh": (
        ("output", "b"),
        "[bn relu conv | identity] out(bn relu flatten) tanh",
    ),
}


@pytest.mark.parametrize("body", OUTPUTS)
def test_side_results(body: str) -> None:
    arch = net(body)
    assert (arch.results, flow(arch)) == OUTPUTS[body]


REFUSED = {
    "a: relu\noutput b: flatten from c": "E0301",
    "a: relu\noutput b when testing: flatten from a": "E0301",
    "a: relu\noutput b: flatten from a\noutput as main": "E0301",
    "a: relu\noutput as main, main": "E0306",
    "a: relu\n{ output b: flatten from a }": "E0309",
    "{ output as main }": "E0309",
    "{ input 3x8x8 }": "E0309",
    "input 3x8x8": "E0309",
    "{ assert params == 0 }": "E0309",
    "after a { relu }": "E0309",
    "assert params == 1": "E0601",
    "assert macs < 0": "E0601",
    "assert depth != 0": "E0601",
    "a: relu\nassert a is 64x8x9": "E0601",
    "assert a is 64x8x8": "E0301",
    "assert params": "E0305",
    "assert parms == 0": "E0301",
    'assert "a" + 1 is 3': "E0301",
}


@pytest.mark.parametrize("body", REFUSED)
def test_refused(body: str) -> None:
    assert codes(whole(body))[0] == REFUSED[body]


INPUTS = {"64": "64", "64x8": "64x8", "64x8x9": "64x8x9"}


@pytest.mark.parametrize("sizes", INPUTS)
def test_inputs(sizes: str) -> None:
    assert str(rd.loads(f"arch a {{ input {sizes}\nrelu }}").output) == INPUTS[sizes]


@pytest.mark.parametrize("sizes", ["3x8x8x8", "0x8x8", "3x0x8"])
def test_wrong_inputs(sizes: str) -> None:
    assert codes(f"arch a {{ input {sizes}\nrelu }}") == ["E0305"]
    assert codes("arch a { relu }") == ["E0303"]


def test_claims_that_hold() -> None:
    claims = "assert params == 36_992\nassert macs == 2_359_296 and depth == 1\nassert a is 64x8x8"
    assert net(f"a: conv 3x3, 64\n{claims}")


def test_a_claim_shows_both_figures() -> None:
    assert "`params` is 36_992" in message(whole("conv 3x3, 64\nassert params == 36_993"))


def test_imports(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "own.arch").write_text("import other (base as inner)\nblock one() {\ninner\n}\n", "utf-8")
    (tmp_path / "parts" / "other.arch").write_text("block base() {\ntanh\n}\n", "utf-8")
    net_file = tmp_path / "net.arch"
    net_file.write_text("import parts.own (one)\n" + whole("one"), "utf-8")
    assert flow(rd.load(net_file)) == "tanh"
    elsewhere = tmp_path / "sub" / "net.arch"
    elsewhere.parent.mkdir()
    elsewhere.write_text("import parts.own (one)\n" + whole("one"), "utf-8")
    assert flow(rd.load(elsewhere, folders=[tmp_path])) == "tanh"
    with pytest.raises(rd.ArchError, match="E0104"):
        rd.load(elsewhere)


WRONG_IMPORTS = {
    "import blocks.nothing (a)\n": "E0104",
    "import blocks.residual (nothing)\n": "E0104",
    "import blocks.residual (basic)\nblock basic() {\nrelu\n}\n": "E0306",
    "import blocks.residual (basic, bottleneck as basic)\n": "E0306",
    "import ..blocks (basic)\n": "E0201",
}


@pytest.mark.parametrize("text", WRONG_IMPORTS)
def test_wrong_imports(text: str) -> None:
    assert codes(text + whole("relu")) == [WRONG_IMPORTS[text]]


def test_a_circle_of_imports_is_refused(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.arch").write_text(f"import {other} (x{other})\nblock x{name}() {{\nrelu\n}}\n", "utf-8")
    with pytest.raises(rd.ArchError, match="E0104"):
        rd.load(tmp_path / "a.arch")


def nested(depth: int) -> str:
    return "{ " * depth + "relu" + " }" * depth


LIMITS = {
    "brackets": "let a = " + "(" * 70 + "1" + ")" * 70,
    "braces": nested(70),
    "levels of braces": nested(61),
    "an expression": "let a = 1" + " + 1" * 150,
    "signs": "let a = " + "- " * 150 + "1",
    "parts": "for i in range(10000) { for j in range(100) { relu } }",
    "digits": "let a = " + "9" * 41,
    "a tuple": "let a = range(10000)\n"
    + "\n".join(f"let a{i} = {'a' if i == 0 else f'a{i - 1}'} + a" for i in range(11)),
}


@pytest.mark.parametrize("what", LIMITS)
def test_limits(what: str) -> None:
    assert codes(whole(LIMITS[what])) == ["E0701"]


def test_up_to_the_limits_all_is_well() -> None:
    assert findings(whole(nested(60))) == ()
    assert findings(whole("let a = 1" + " + 1" * 100)) == ()
    assert findings(whole("let a = " + "9" * 40)) == ()


def test_a_file_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "net.arch"
    path.write_text(whole("relu") + "#" * 1_000_000, "utf-8")
    with pytest.raises(rd.ArchError, match="E0102"):
        rd.load(path)
