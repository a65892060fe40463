"""Expressions, control, and values that have names."""

import pytest
from resolving import codes, flow, layers, message, net, stems, whole

# an expression of an integer, and its value
INTEGERS = {
    "1_000": 1000,
    "7 // 2 + 7 % 4": 6,
    "1 + 2 * 3": 7,
    "2 ** 3 ** 2": 512,
    "-2 ** 2 + 5": 1,
    "8 - 4 - 2": 2,
    "-7 % 3": 2,
    "min(3, 4) + max([3, 4])": 7,
    "abs(-3)": 3,
    "round(2.5) + round(3.5)": 6,
    "ceil(2.1) + floor(2.9)": 5,
    "sum(range(5))": 10,
    "len((1, 2, 3))": 3,
    "range(2, 8, 3)[1]": 5,
    "make_divisible(30)": 32,
    "make_divisible(36.5, 8)": 40,
    "make_divisible(1)": 8,
    "[3, 4][1]": 4,
    "((1, 2), (3, 4))[1][0]": 3,
    "(5,)[0]": 5,
    "[1, 2][-1]": 2,
    "3x5[1]": 5,
    "((1, 2) + (3,))[2]": 3,
    "3 if true else 4": 3,
    "3 if not 1 < 2 else 4 if 1 == 1.0 else 5": 4,
    "3 if 1 < 2 and 2 >= 2 or false else 4": 3,
    "3 if false and (1 / 0) == 0 else 4": 4,
    "3 if true or (1 / 0) == 0 else 4": 3,
    '3 if "a" == "a" else 4': 3,
    "3 if relu == relu else 4": 3,
    "3 if relu != tanh else 4": 3,
    "in.channels + in.height * in.width": 128,
    "floor((7 / 2))": 3,
}
WRONG = {
    "(1 / 0)": "E0308",
    "1 // 0": "E0308",
    "1 % 0": "E0308",
    "10 ** 41": "E0308",
    "10 ** 39 * 10 ** 39": "E0701",
    "1" * 41: "E0701",
    "[1][1]": "E0308",
    "[1][true]": "E0305",
    "3[0]": "E0305",
    "not 1": "E0305",
    "1 and true": "E0305",
    "1 + true": "E0305",
    "-true": "E0305",
    '"a" + "b"': "E0305",
    "min()": "E0305",
    "len(3)": "E0305",
    "range(10_001)": "E0305",
    "range(1, 2, 0)": "E0305",
    "min(value=3)": "E0305",
    "nothing(3)": "E0301",
    "in.depth": "E0301",
    "in.channels.half": "E0305",
    "residual.index": "E0305",
    "residual": "E0305",
    "1 < 2 < 3": "E0201",
    ".5": "E0201",
    "5.": "E0201",
    "8 / 2": "E0201",
    "5 % ": "E0201",
}


@pytest.mark.parametrize("expression", INTEGERS)
def test_expressions(expression: str) -> None:
    assert net(f"let n = {expression}\nconv 1x1, n").output.channels == INTEGERS[expression]


@pytest.mark.parametrize("expression", WRONG)
def test_wrong_expressions(expression: str) -> None:
    assert codes(whole(f"let n = {expression}\nconv 1x1, n")) == [WRONG[expression]]


FLOWS = {
    "if in.channels == 64 { relu } else { tanh }": "relu",
    "if false { relu } else if false { tanh } else { silu }": "silu",
    "if false { relu }\ntanh": "tanh",
    "for i in range(3) { if i == 1 { tanh } else { relu } }": "relu tanh relu",
    "for a, b in [(1, relu), (2, tanh)] { b }": "relu tanh",
    "for s in 1x3 { conv 1x1, s, order=none }": "conv conv",
    "let f = relu\n{ f }": "relu",
    "let f = relu\n{ let f = tanh\nf }\nf": "tanh relu",
    "for i in [1] { let g = tanh\ng }\nrelu": "tanh relu",
    "if true { let g = tanh }\ng": "tanh",
    "if true { order conv }\nconv 1x1, 8": "conv",
    "for i in [1] { order conv\nconv 1x1, 8 }\nconv 1x1, 8": "conv conv bn relu",
    "concat { for i in range(2) { conv 1x1, 8 + i, order=none }\nif false { relu } }": "concat(conv, conv)",
    "concat { order conv\nlet n = 3\nconv 1x1, n; conv 1x1, n }\nconv 1x1, 8": "concat(conv, conv) conv bn relu",
    "let c = in.channels\nconv 1x1, 8\nconv 1x1, c": "conv bn relu conv bn relu",
    "a: relu\ntanh\nadd { identity; from a }": "relu tanh add(identity, <a)",
    "a: relu\n{ from a }": "relu <a",
    "add { a: relu; { from a; tanh } }": "add(relu, <a tanh)",
    "tanh\nfrom in": "tanh <in",
    "skip: identity\ntanh\nfrom skip": "identity tanh <skip",
    "mul { identity; { global_avgpool; sigmoid } }": "mul(identity, global_avgpool sigmoid)",
}


@pytest.mark.parametrize("text", FLOWS)
def test_control(text: str) -> None:
    assert flow(net(text)) == FLOWS[text]


REFUSED = {
    "if 1 { relu }": "E0305",
    "for i in 3 { relu }": "E0305",
    "for a, b in [(1, 2), 3] { relu }": "E0305",
    "for a, b in [(1, 2, 3)] { relu }": "E0305",
    "let a = 1\nlet a = 2": "E0306",
    "relu x 0": "E0305",
    "relu x (1.5)": "E0305",
    "relu x true": "E0305",
    "relu x10000000000": "E0701",
    "{ a: relu }\nfrom a": "E0301",
    "from b": "E0301",
    "concat { }": "E0309",
    "concat { conv 1x1, 8; maxpool 2x2, /2 }": "E0402",
    "add { conv 1x1, 8; identity }": "E0402",
    "mul { conv 1x1, 8; identity }": "E0402",
    "add { { flatten }; identity }": "E0402",
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    assert codes(whole(text)) == [REFUSED[text]]


def test_a_label_does_not_reach_into_a_block() -> None:
    text = whole("a: relu\nreader")
    assert codes("block reader() {\nfrom a\n}\n" + text) == ["E0301"]
    assert "label the statement" in message("block reader() {\nfrom a\n}\n" + text)


def test_a_block_reads_what_entered_it() -> None:
    assert flow(net("block b() {\ntanh\nadd { identity; from in }\n}\nrelu\nb")) == "relu tanh add(identity, <in)"


def test_computed_labels() -> None:
    text = 'for i, n in [(0, 2), (1, 3)] { "block{i + 1}of{n}": conv 1x1, n, order=none }'
    assert stems(net(text)) == "block1of2 block2of3"
    assert [layer.op.channels for layer in layers(net(text).root)] == [2, 3]
