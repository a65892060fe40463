"""Arguments go by the kind of their value."""

import pytest
from resolving import codes, flow, layers, message, net, whole

import resnet_dsl as rd
from resnet_dsl.ops.core.kinds import Size

BLOCKS = """block unit(size, width, stride = 1, act = relu) {
    order conv
    conv size, width, /stride
    act
}
block simple(width, stride = 1) {
    conv 3x3, width, /stride, order=none
}
block outer(inner, width = 8) {
    inner width
}
block windowed(window = 3x3, width = 8) {
    conv window, width, order=none
}
"""
LETS = "let s = 5x5\nlet n = 8\n"


def convolution(call: str) -> tuple[Size, int, Size]:
    """Kernel, channels and stride of the one convolution that a call makes."""
    (conv,) = (layer.op for layer in layers(net(BLOCKS + LETS + call).root) if layer.op.name == "conv")
    return conv.kernel, conv.channels, conv.stride


# a call, and the kernel, channels and stride of its convolution
BOUND = {
    "conv 3x3, 8": ((3, 3), 8, (1, 1)),
    "conv 8, 3x3": ((3, 3), 8, (1, 1)),
    "conv 1x7, 8": ((1, 7), 8, (1, 1)),
    "conv s, 8": ((5, 5), 8, (1, 1)),
    "conv n, s": ((5, 5), 8, (1, 1)),
    "conv s, n, /2": ((5, 5), 8, (2, 2)),
    "conv /2, s, n": ((5, 5), 8, (2, 2)),
    "conv 3x3, 8, /(1 + 1)": ((3, 3), 8, (2, 2)),
    "conv 3x3, 8, stride=2": ((3, 3), 8, (2, 2)),
    "conv 3x3, 8, /(2, 1)": ((3, 3), 8, (2, 1)),
    "conv kernel=3, channels=8": ((3, 3), 8, (1, 1)),
    "conv channels=8, kernel=s": ((5, 5), 8, (1, 1)),
    "conv 3x3, channels=n": ((3, 3), 8, (1, 1)),
    "conv 3x3, in.channels // 2": ((3, 3), 32, (1, 1)),
    "unit 3x3, 8": ((3, 3), 8, (1, 1)),
    "unit 8, s, /2": ((5, 5), 8, (2, 2)),
    "unit size=s, width=8, stride=2": ((5, 5), 8, (2, 2)),
    "simple 8, /2": ((3, 3), 8, (2, 2)),
    "outer simple": ((3, 3), 8, (1, 1)),
    "outer simple, 16": ((3, 3), 16, (1, 1)),
    "windowed 5x5, 16": ((5, 5), 16, (1, 1)),
    "windowed 16, 5x5": ((5, 5), 16, (1, 1)),
    "windowed 16": ((3, 3), 16, (1, 1)),
}


@pytest.mark.parametrize("call", BOUND)
def test_arguments_go_by_kind(call: str) -> None:
    assert convolution(call) == BOUND[call]


# what stands as a value: text, and the ops that are executed
VALUES = {
    "unit 3x3, 8": "conv relu",
    "unit 3x3, 8, silu": "conv silu",
    "unit 3x3, 8, act=silu": "conv silu",
    "unit 3x3, 8, act=leaky_relu(0.2)": "conv leaky_relu",
    "conv 3x3, 8, act=silu": "conv bn silu",
    "conv 3x3, 8, act=elu(alpha=2)": "conv bn elu",
    "conv 3x3, 8, norm=gn(4)": "conv gn relu",
    "let f = tanh\nunit 3x3, 8, f": "conv tanh",
    "let relu = 3\nrelu": "relu",
    "relu\nlet b = simple\nb 8": "relu conv",
}


@pytest.mark.parametrize("text", VALUES)
def test_names_are_values(text: str) -> None:
    assert flow(net(BLOCKS + text)) == VALUES[text]


def test_a_name_is_a_parameter_then_a_block_then_an_op() -> None:
    blocks = "block relu(p = 0) {\ntanh\n}\nblock user(sigmoid = silu) {\nrelu\nsigmoid\n}\n"
    assert flow(net(f"{blocks}user\nuser elu", order="conv")) == "tanh silu tanh elu"


# a call that is wrong: the code, and what the message must say
WRONG = {
    "conv 3x3": ("E0303", "`conv` wants `channels`"),
    "conv 8": ("E0303", "`conv` wants `kernel`"),
    "unit": ("E0303", "`unit` wants `size` and `width`"),
    "maxpool 3x3": ("E0303", "`maxpool` wants `stride`"),
    "conv 3x3, 8, 9": ("E0304", "no parameter left for the integer 9"),
    "conv 3x3, 8, 5x5": ("E0304", "no parameter left for the size 5x5"),
    "conv 3, 8": ("E0304", "no parameter left for the integer 8"),
    "bn 3": ("E0304", "`bn` has no parameter left"),
    "relu /2": ("E0304", "`relu` has no `stride`"),
    "outer simple, /2": ("E0304", "`outer` has no `stride`"),
    "conv 3x3, 8, /2, /2": ("E0304", "`conv` has no `stride`"),
    "conv 3x3, 8, channels=8": ("E0304", "`channels` twice"),
    "unit 3x3, 8, width=8": ("E0304", "`width` twice"),
    "conv 3x3, 8, widht=3": ("E0302", "no parameter `widht`"),
    "unit 3x3, 8, strid=3": ("E0302", "did you mean `stride`?"),
    "covn 3x3, 8": ("E0301", "did you mean `conv`?"),
    "unti 3x3, 8": ("E0301", "did you mean `unit`"),
    "conv 3x3, widht": ("E0301", "`widht` is not known here"),
    "conv 3x3, 8, act=rleu": ("E0301", "did you mean `relu`"),
    "conv 3x3, 8.0": ("E0305", "wants a positive integer, and this is the float 8.0"),
    "conv 3x3, (16 / 2)": ("E0305", "the float 8.0"),
    "conv 3x3, true": ("E0305", "this is `true`"),
    "conv 3x3, 0": ("E0305", "must be at least 1"),
    "conv 3x3, -8": ("E0305", "must be at least 1"),
    'conv 3x3, "8"': ("E0305", 'this is the text "8"'),
    "conv 3x3, (8, 8)": ("E0305", "a tuple of 2"),
    "conv 3x3, 8, /0": ("E0305", "`stride` of `conv` must be at least 1"),
    "conv 3x3, 8, pad=2x2x2": ("E0305", "this is the size 2x2x2"),
    "conv 1x2x3, 8": ("E0305", "this is the size 1x2x3"),
    "conv 3x3, relu": ("E0305", "this is the op `relu`"),
    "conv 3x3, simple": ("E0305", "this is the block `simple`"),
    "conv 3x3, in": ("E0305", "`in` is a tensor"),
    "dropout 2": ("E0305", "between 0 and 1"),
    "conv 3x3, 8, bias=1": ("E0305", "`true` or `false`"),
    "conv 3x3, 8, act=bn": ("E0305", "`bn` is no activation"),
    "conv 3x3, 8, norm=relu": ("E0305", "`relu` is no normalisation"),
    "conv 3x3, 8, order=relu": ("E0305", "can only drop its order"),
    "let n = 3\nn": ("E0305", "only an op or a block can be called"),
    "conv 4x4, 8": ("E0305", "no middle"),
    "conv 4x4, 8, /2": ("E0305", "add `pad=0`"),
    "conv 3x3, 9, groups=2": ("E0401", "cannot be divided into 2 groups"),
    "linear 10": ("E0401", "add `flatten`"),
    "conv 11x11, 8, pad=0": ("E0401", "does not fit"),
    "conv 3x3, 64 /2": ("E0201", "a stride stands after a comma"),
    "conv 3x3, 64 / 2": ("E0201", "a division stands in parentheses"),
    "conv 3x3, 8, /2 * 2": ("E0201", "`*` cannot stand here"),
    "conv 3x3, 8, /2 / 2": ("E0201", "a division stands in parentheses"),
    "outer outer": ("E0307", "calls itself"),
}


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_refused(call: str) -> None:
    code, says = WRONG[call]
    text = BLOCKS + whole(call)
    assert codes(text) == [code]
    assert says in message(text)


def test_every_mistake_is_reported_and_none_twice() -> None:
    text = whole("conv 3x3, 8, foo=1\nconv 3x3, 8\nlet n = (1 / 0)\nconv 3x3, n\nbar\n{ baz }")
    assert codes(text) == ["E0302", "E0308", "E0301", "E0301"]


def test_a_block_in_a_circle_is_refused() -> None:
    text = "block a() {\nb\n}\nblock b() {\na\n}\n" + whole("a")
    assert codes(text) == ["E0307"]
    assert "`a` → `b` → `a`" in message(text)


PADDING = {
    "conv 3x3, 8": "8x8x8",
    "conv 7x7, 8, /2": "8x4x4",
    "conv 1x7, 8": "8x8x8",
    "conv 3x3, 8, dilation=2": "8x8x8",
    "conv 2x2, 8, /2": "8x4x4",
    "conv 4x4, 8, /4": "8x2x2",
    "conv 3x3, 8, /3": "8x2x2",
    "conv 4x4, 8, pad=1": "8x7x7",
    "conv 4x4, 8, pad=same": "8x8x8",
    "conv 3x3, 8, pad=valid": "8x6x6",
    "conv 3x3, 8, pad=(0, 1)": "8x6x8",
    "maxpool 3x3, /2": "64x4x4",
    "maxpool 3x3, /2, pad=0, ceil=true": "64x4x4",
    "maxpool 3x3, /2, pad=0": "64x3x3",
    "avgpool 2x2, /2": "64x4x4",
    "avgpool 3x3, /1": "64x8x8",
    "conv_transpose 2x2, 8, /2": "8x16x16",
}


@pytest.mark.parametrize("call", PADDING)
def test_padding(call: str) -> None:
    assert str(net(call).output) == PADDING[call]


BIAS = {
    "conv 3x3, 8": False,
    "conv 3x3, 8, norm=none": True,
    "conv 3x3, 8, order=none": True,
    "conv 3x3, 8, act=none": False,
    "conv 3x3, 8, bias=true": True,
    "order conv + relu\nconv 3x3, 8": True,
    "order conv gn(4) + relu\nconv 3x3, 8": False,
    "order conv(bias=true) bn + relu\nconv 3x3, 8": True,
    "order conv(bias=true) bn + relu\nconv 3x3, 8, bias=false": False,
}


@pytest.mark.parametrize("text", BIAS)
def test_a_convolution_has_a_bias_where_nothing_normalises(text: str) -> None:
    (conv,) = (layer.op for layer in layers(net(text).root) if layer.op.name == "conv")
    assert conv.bias is BIAS[text]


def test_blocks_of_a_library_are_called_as_ops_are() -> None:
    text = "import blocks.residual (basic as pair, bottleneck)\n" + whole("pair 64\nbottleneck 16, /2")
    pair = "[conv bn relu conv bn | identity] relu"
    assert flow(rd.loads(text)) == f"{pair} [conv bn relu conv bn relu conv bn | conv bn] relu"
