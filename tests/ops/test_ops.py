"""Every op against torch: shapes, tensors, multiply-adds, and both ways to write it."""

import subprocess
import sys
from itertools import product
from typing import Any

import pytest
import torch
from op_cases import Case, build_module, call_of, evaluate, make_input, make_op, namespace, support_sources
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from resnet_dsl.ops.core.deferred import Deferred, combine
from resnet_dsl.ops.core.kinds import COUNT, NUMBERS, Rejected, Size, choice
from resnet_dsl.ops.core.op import OpError, kind_of, parameters_of, takes_bare, takes_size, takes_stride
from resnet_dsl.ops.core.registry import find_op, op_names
from resnet_dsl.ops.core.shape import Shape

LAST = Shape(("height", "width", "channels"), (5, 7, 8))
SEQUENCE = Shape(("length", "channels"), (6, 8))
LINE = Shape.of(8, 12)
IMAGE = Shape.of(8, 9, 11)
ROW = Shape.of(8)

CASES = [
    Case("conv", IMAGE, kernel=3, channels=16),
    Case("conv", IMAGE, kernel=3, channels=16, stride=2, bias=False),
    Case("conv", IMAGE, kernel=7, channels=6, stride=2),
    Case("conv", IMAGE, kernel=(1, 7), channels=6),
    Case("conv", IMAGE, kernel=(7, 1), channels=6, stride=(2, 1)),
    Case("conv", IMAGE, kernel=3, channels=8, groups=8),
    Case("conv", IMAGE, kernel=3, channels=12, groups=4, dilation=2),
    Case("conv", IMAGE, kernel=2, channels=12, stride=2),
    Case("conv", IMAGE, kernel=4, channels=4, stride=2, pad=1),
    Case("conv", IMAGE, kernel=3, channels=4, pad="valid"),
    Case("conv", IMAGE, kernel=5, channels=4, pad="same"),
    Case("conv", IMAGE, kernel=(4, 3), channels=4, pad="same", dilation=2),
    Case("conv", IMAGE, kernel=3, channels=4, pad=(0, 2)),
    Case("conv_transpose", IMAGE, kernel=2, channels=6, stride=2),
    Case("conv_transpose", IMAGE, kernel=3, channels=6, stride=2, output_pad=1),
    Case("conv_transpose", IMAGE, kernel=4, channels=6, stride=2, pad=1, bias=False),
    Case("conv_transpose", IMAGE, kernel=3, channels=12, stride=(2, 1), output_pad=(1, 0), groups=4),
    Case("conv_transpose", IMAGE, kernel=(1, 7), channels=6),
    Case("conv_transpose", IMAGE, kernel=3, channels=8, groups=8, dilation=(2, 3), pad=(0, 1)),
    Case("maxpool", IMAGE, kernel=2, stride=2),
    Case("maxpool", IMAGE, kernel=2, stride=2, ceil=True),
    Case("maxpool", IMAGE, kernel=3, stride=2),
    Case("maxpool", IMAGE, kernel=3, stride=2, pad=0, ceil=True),
    Case("maxpool", IMAGE, kernel=3, stride=1, ceil=True),
    Case("maxpool", IMAGE, kernel=3, stride=3, pad=1, ceil=True),
    Case("maxpool", IMAGE, kernel=2, stride=5, pad=1, ceil=True),
    Case("maxpool", IMAGE, kernel=1, stride=2),
    Case("maxpool", Shape.of(8, 3, 3), kernel=4, stride=2, pad=0, ceil=True),
    Case("maxpool", IMAGE, kernel=3, stride=1, dilation=2, pad=1),
    Case("maxpool", IMAGE, kernel=(1, 3), stride=(1, 2), dilation=(1, 3), pad=(0, 1), ceil=True),
    Case("avgpool", IMAGE, kernel=2, stride=2),
    Case("avgpool", IMAGE, kernel=3, stride=1),
    Case("avgpool", IMAGE, kernel=3, stride=1, count_include_pad=False),
    Case("avgpool", IMAGE, kernel=3, stride=2, ceil=True),
    Case("avgpool", IMAGE, kernel=(2, 3), stride=(3, 2), pad=(1, 0), ceil=True),
    Case("adaptive_avgpool", IMAGE, size=7),
    Case("adaptive_avgpool", IMAGE, size=(3, 12)),
    Case("adaptive_maxpool", IMAGE, size=(4, 2)),
    Case("global_avgpool", IMAGE),
    Case("global_maxpool", IMAGE),
    Case("bn", IMAGE),
    Case("bn", IMAGE, eps=0.001, affine=False),
    Case("bn", ROW, momentum=0.2),
    Case("bn", LINE),
    Case("ln", IMAGE),
    Case("ln", LAST, eps=1e-6),
    Case("ln", SEQUENCE),
    Case("ln", ROW),
    Case("gn", IMAGE, groups=4),
    Case("gn", ROW, groups=2, eps=0.001),
    Case("gn", LINE, groups=8),
    Case("lrn", IMAGE),
    Case("lrn", IMAGE, size=4, alpha=0.5, beta=0.5, k=2),
    Case("linear", ROW, features=10),
    Case("linear", LAST, features=4, bias=False),
    Case("linear", SEQUENCE, features=32),
    Case("flatten", IMAGE),
    Case("flatten", ROW),
    Case("identity", IMAGE),
    Case("dropout", IMAGE),
    Case("dropout", SEQUENCE, p=0.2),
    Case("dropout2d", IMAGE, p=0.2),
    Case("stochastic_depth", IMAGE, p=0.3),
    Case("stochastic_depth", ROW, p=0.3, mode="batch"),
    Case("stochastic_depth", SEQUENCE, p=1),
    *(
        Case(name, shape)
        for name in ("relu", "relu6", "leaky_relu", "gelu", "silu", "sigmoid", "hardsigmoid", "hardswish", "tanh")
        for shape in (IMAGE, ROW)
    ),
    Case("leaky_relu", IMAGE, slope=0.2),
    Case("gelu", IMAGE, approximate="tanh"),
    Case("elu", IMAGE),
    Case("elu", IMAGE, alpha=2),
    Case("mish", IMAGE),
    Case("softmax", IMAGE),
    Case("softmax", SEQUENCE),
    Case("affine", IMAGE, scale=-1, offset=1),
    Case("affine", IMAGE, scale=1, offset=-0.5),
    Case("affine", LAST, scale=0.25),
    Case("affine", IMAGE, scale=1),
    Case("affine", IMAGE, scale=tuple(range(8)), offset=1),
    Case("affine", LAST, scale=2, offset=tuple(0.5 * i for i in range(8))),
    Case("affine", ROW, scale=tuple(range(8)), offset=tuple(range(8))),
    Case("layer_scale", IMAGE),
    Case("layer_scale", LAST, value=1),
    Case("layer_scale", ROW, value=0.5),
    Case("channels_last", IMAGE),
    Case("channels_last", LINE),
    Case("channels_first", LAST),
    Case("channels_first", SEQUENCE),
    Case("upsample", IMAGE, scale=2),
    Case("upsample", IMAGE, scale=3, mode="bilinear"),
    Case("upsample", IMAGE, scale=2, mode="bilinear", align_corners=True),
    Case("chunk", IMAGE, parts=2, index=0),
    Case("chunk", IMAGE, parts=8, index=7),
    Case("chunk", SEQUENCE, parts=4, index=1),
    Case("split", IMAGE, widths=(2, 6), index=1),
    Case("split", LAST, widths=(1, 3, 4), index=1),
    Case("channel_shuffle", IMAGE, groups=2),
    Case("channel_shuffle", IMAGE, groups=8),
    Case("pad", IMAGE, channels=16, stride=2),
    Case("pad", IMAGE, channels=8, stride=(3, 1)),
    Case("pad", IMAGE, channels=9),
]

every_case = pytest.mark.parametrize("case", CASES, ids=str)
ignore_script_warning = pytest.mark.filterwarnings("ignore:.*torch.jit.*:DeprecationWarning")
OWN = [case for case in CASES if call_of(case).support and not call_of(case).parameter]
every_own_module = pytest.mark.parametrize("case", OWN, ids=str)


def test_every_op_has_a_case() -> None:
    assert {case.name for case in CASES} == set(op_names())


@every_case
def test_shape_is_that_of_torch(case: Case) -> None:
    output = build_module(call_of(case))(make_input(case.input))
    expected = make_op(case).infer(case.input)
    assert tuple(output.shape[1:]) == expected.sizes
    assert len(expected.names) == len(expected.sizes)


@every_case
def test_tensors_are_those_of_torch(case: Case) -> None:
    op, module = make_op(case), build_module(call_of(case))
    parameters = {name: tuple(value.shape) for name, value in module.named_parameters()}
    state = {name: tuple(value.shape) for name, value in module.state_dict().items()}
    assert op.weights(case.input) == parameters
    assert op.weights(case.input) | op.buffers(case.input) == state
    assert op.parameter_count(case.input) == sum(value.numel() for value in module.parameters())


@every_case
def test_macs_are_half_the_flops_of_torch(case: Case) -> None:
    op, module = make_op(case), build_module(call_of(case)).eval()
    with FlopCounterMode(display=False) as counter:
        module(make_input(case.input, batch=1))
    assert op.macs(case.input, op.infer(case.input)) == counter.get_total_flops() / 2


@pytest.mark.parametrize("case", [case for case in CASES if call_of(case).function], ids=str)
def test_function_equals_module(case: Case) -> None:
    call, x = call_of(case), make_input(case.input)
    module = build_module(call)
    assert torch.equal(evaluate(call, x, getattr(module, "factor", None)), module(x))


@every_case
def test_arguments_print_as_plain_values(case: Case) -> None:
    call = call_of(case)
    for argument in (*call.positional, *call.options):
        assert type(argument.value) in (int, float, bool, str, tuple)


@every_case
def test_label_is_one_short_line(case: Case) -> None:
    label = make_op(case).label()
    assert label
    assert "\n" not in label
    assert "{" not in label


@every_own_module
@ignore_script_warning
def test_support_scripts_traces_and_exports(case: Case) -> None:
    module, x = build_module(call_of(case)).eval(), make_input(case.input)
    expected = module(x)
    for other in (
        torch.jit.script(module),
        torch.fx.symbolic_trace(module),
        torch.export.export(module, (x,)).module(),
    ):
        assert torch.equal(other(x), expected)


@every_own_module
def test_support_has_gradients(case: Case) -> None:
    x = make_input(case.input).requires_grad_()
    build_module(call_of(case))(x).sum().backward()
    assert x.grad is not None


@pytest.mark.parametrize("source", support_sources(CASES))
def test_support_is_formatted_and_documented(source: str) -> None:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100", "-"]
    formatted = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
    assert formatted == source
    assert '"""' in source.splitlines()[1]


@pytest.mark.parametrize("case", [case for case in CASES if getattr(find_op(case.name), "in_place", False)], ids=str)
def test_in_place_gives_the_same_gradients(case: Case) -> None:
    x = torch.linspace(-5, 7, 16).reshape(1, 16)
    gradients = []
    for inplace in (False, True):
        leaf = x.clone().requires_grad_()
        module = build_module(call_of(case), inplace=inplace)
        (module(leaf * 1) ** 2).sum().backward()
        gradients.append(leaf.grad)
    torch.testing.assert_close(gradients[0], gradients[1])


REFUSED = [
    (Case("conv", IMAGE, kernel=4, channels=8), "has no middle"),
    (Case("conv", IMAGE, kernel=3, channels=9, groups=2), "9 output channels cannot be divided into 2 groups"),
    (Case("conv", IMAGE, kernel=3, channels=9, groups=3), "8 input channels cannot be divided into 3 groups"),
    (Case("conv", IMAGE, kernel=11, channels=8, pad=0), "does not fit into the input 8x9x11"),
    (Case("conv", IMAGE, kernel=3, channels=8, stride=2, pad="same"), "keeps the size"),
    (Case("conv", ROW, kernel=3, channels=8), "channels × height × width"),
    (Case("conv_transpose", IMAGE, kernel=4, channels=8, stride=2), "has no middle"),
    (Case("conv_transpose", IMAGE, kernel=3, channels=8, stride=2, output_pad=2), "not smaller than the stride"),
    (Case("conv_transpose", IMAGE, kernel=3, channels=9, groups=2), "9 output channels"),
    (Case("conv_transpose", Shape.of(8, 1, 1), kernel=1, channels=9, pad=1), "would be -1x-1"),
    (Case("conv_transpose", LAST, kernel=3, channels=9), "height × width × channels"),
    (Case("maxpool", IMAGE, kernel=2, stride=1), "has no middle"),
    (Case("maxpool", IMAGE, kernel=3, stride=2, pad=2), "cannot have a padding of 2x2"),
    (Case("maxpool", IMAGE, kernel=3, stride=1, dilation=2), "cannot have a padding of 2x2"),
    (Case("maxpool", IMAGE, kernel=10, stride=10), "does not fit"),
    (Case("avgpool", Shape.of(8, 1, 1), kernel=4, stride=2, pad=0, ceil=True), "does not fit"),
    (Case("avgpool", ROW, kernel=2, stride=2), "channels × height × width"),
    (Case("global_avgpool", ROW), "channels × height × width"),
    (Case("adaptive_maxpool", ROW, size=2), "channels × height × width"),
    (Case("bn", LAST), "channels first"),
    (Case("ln", LINE), "an image or the channels last"),
    (Case("gn", LAST, groups=2), "channels first"),
    (Case("gn", IMAGE, groups=3), "cannot be divided into 3 groups"),
    (Case("lrn", ROW), "channels × height × width"),
    (Case("linear", IMAGE, features=10), "`linear` wants its channels last"),
    (Case("dropout2d", ROW), "channels × height × width"),
    (Case("elu", ROW, alpha=-1), "from 0"),
    (Case("affine", IMAGE, scale=(1, 2, 3)), "`scale` has 3 numbers"),
    (Case("affine", IMAGE, scale=1, offset=(1, 2)), "`offset` has 2 numbers"),
    (Case("channels_last", LAST), "moves nothing"),
    (Case("channels_first", IMAGE), "moves nothing"),
    (Case("upsample", ROW, scale=2), "channels × height × width"),
    (Case("upsample", IMAGE, scale=2, align_corners=True), "no meaning"),
    (Case("chunk", IMAGE, parts=3, index=0), "cannot be divided into 3 equal slices"),
    (Case("chunk", IMAGE, parts=2, index=2), "no slice 2 of 2"),
    (Case("split", IMAGE, widths=(2, 2), index=0), "the widths 2 + 2 are 4"),
    (Case("split", IMAGE, widths=(2, 6), index=2), "no slice 2 of 2"),
    (Case("channel_shuffle", IMAGE, groups=3), "cannot be divided into 3 groups"),
    (Case("channel_shuffle", ROW, groups=2), "channels × height × width"),
    (Case("pad", IMAGE, channels=4), "cannot make 4 channels of 8"),
]


@pytest.mark.parametrize(("case", "message"), REFUSED, ids=str)
def test_what_does_not_fit_is_refused(case: Case, message: str) -> None:
    with pytest.raises(OpError) as refusal:
        make_op(case).infer(case.input)
    assert message in refusal.value.message
    for text in (refusal.value.message, refusal.value.help):
        assert not text.endswith(".")


def test_linear_on_an_image_says_what_to_add() -> None:
    with pytest.raises(OpError) as refusal:
        make_op(Case("linear", IMAGE, features=10)).infer(IMAGE)
    assert refusal.value.help == "add `flatten` (or `global_avgpool` and `flatten`) before it"


REJECTED: list[tuple[str, str, Any]] = [
    ("conv", "channels", 0),
    ("conv", "channels", 8.0),
    ("conv", "kernel", True),
    ("conv", "pad", "full"),
    ("maxpool", "pad", -1),
    ("dropout", "p", 1.5),
    ("leaky_relu", "slope", -0.1),
    ("chunk", "index", -1),
    ("split", "widths", (4, 0)),
    ("stochastic_depth", "mode", "column"),
    ("affine", "scale", Size((3, 3))),
    ("gelu", "approximate", "erf"),
]


@pytest.mark.parametrize(("name", "key", "value"), REJECTED)
def test_values_of_the_wrong_kind_are_rejected(name: str, key: str, value: Any) -> None:
    op = find_op(name)
    assert op is not None
    with pytest.raises(Rejected):
        kind_of(parameters_of(op)[key])(value)


@pytest.mark.parametrize("name", op_names())
def test_each_bare_argument_has_one_place(name: str) -> None:
    op = find_op(name)
    assert op is not None
    items = parameters_of(op).values()
    assert sum(map(takes_size, items)) <= 1
    assert sum(map(takes_stride, items)) <= 1
    for item in items:
        assert takes_size(item) + takes_stride(item) + takes_bare(item) + item.metadata["named"] == 1


@pytest.mark.parametrize("name", ["maxpool", "avgpool"])
def test_a_pool_must_say_its_stride(name: str) -> None:
    with pytest.raises(TypeError, match="stride"):
        make_op(Case(name, IMAGE, kernel=3))


def test_stochastic_depth_may_depend_on_the_position() -> None:
    p = combine("/", combine("*", 0.5, Deferred("index")), Deferred("count"))
    op = make_op(Case("stochastic_depth", IMAGE, p=p))
    assert op.torch(IMAGE).positional[0].value == p
    assert op.label() == "stochastic depth"


def test_affine_may_depend_on_the_position_for_all_channels() -> None:
    op = make_op(Case("affine", IMAGE, scale=Deferred("index")))
    assert op.infer(IMAGE) == IMAGE
    assert op.torch(IMAGE).function == ""
    assert op.label() == "affine"
    with pytest.raises(Rejected, match="structure"):
        COUNT(Deferred("index"))
    with pytest.raises(Rejected):
        NUMBERS((1, Deferred("index")))


def test_none_is_a_word_where_it_is_a_choice() -> None:
    assert choice("none", "tanh")(None) == "none"
    with pytest.raises(Rejected):
        choice("same", "valid")(None)


@ignore_script_warning
@pytest.mark.parametrize("shape", [IMAGE, SEQUENCE, ROW])
@pytest.mark.parametrize("mode", ["row", "batch"])
@pytest.mark.parametrize("p", [0, 0.25, 0.9, 1])
def test_stochastic_depth_draws_as_torchvision(torchvision: Any, shape: Shape, mode: str, p: float) -> None:
    ours = build_module(call_of(Case("stochastic_depth", shape, p=p, mode=mode)))
    theirs = torchvision.ops.StochasticDepth(p, mode)
    x = make_input(shape, batch=16)
    for module in (ours, theirs, torch.fx.symbolic_trace(ours), torch.jit.script(ours)):
        torch.manual_seed(3)
        first, second = module(x), module(x)
        torch.manual_seed(3)
        assert torch.equal(first, theirs(x))
        assert torch.equal(second, theirs(x))
    assert torch.equal(ours.eval()(x), x)


def test_layer_norm_of_an_image_is_that_of_torchvision(torchvision: Any) -> None:
    ours, x = build_module(call_of(Case("ln", IMAGE))), make_input(IMAGE)
    theirs = torchvision.models.convnext.LayerNorm2d(8, eps=1e-5)
    assert torch.equal(ours(x), theirs(x))


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_channel_shuffle_is_that_of_torch(groups: int) -> None:
    x = make_input(IMAGE)
    assert torch.equal(
        build_module(call_of(Case("channel_shuffle", IMAGE, groups=groups)))(x), nn.ChannelShuffle(groups)(x)
    )


def test_pad_appends_zeros_behind_what_it_keeps() -> None:
    x = make_input(IMAGE)
    output = build_module(call_of(Case("pad", IMAGE, channels=12, stride=2)))(x)
    assert torch.equal(output[:, :8], nn.functional.avg_pool2d(x, 1, 2))
    assert not output[:, 8:].any()


def test_constants_by_channel_are_not_saved_and_move_along() -> None:
    module = build_module(call_of(Case("affine", IMAGE, scale=tuple(range(8)))))
    assert module.state_dict() == {}
    assert module.to(torch.float64).scale.dtype == torch.float64
    assert {buffer.device.type for buffer in module.to("meta").buffers()} == {"meta"}


def test_formulas_are_as_people_write_them() -> None:
    formulas = {(-1, 1): "1 - {x}", (2, 0): "{x} * 2", (1, -0.5): "{x} - 0.5", (1, 0): "{x}", (1.0, 3): "{x} + 3"}
    for (scale, offset), formula in formulas.items():
        assert call_of(Case("affine", IMAGE, scale=scale, offset=offset)).function == formula


LABELS = {
    "3×3, 64, /2": Case("conv", IMAGE, kernel=3, channels=64, stride=2),
    "transposed 2×2, 64, /2, groups 2": Case("conv_transpose", IMAGE, kernel=2, channels=64, stride=2, groups=2),
    "max pool 3×3, /2": Case("maxpool", IMAGE, kernel=3, stride=2),
    "average pool to 7×7": Case("adaptive_avgpool", IMAGE, size=7),
    "global average pool": Case("global_avgpool", IMAGE),
    "fc 1000": Case("linear", IMAGE, features=1000),
    "dropout 0.2": Case("dropout", IMAGE, p=0.2),
    "zero pad, 16, /2": Case("pad", IMAGE, channels=16, stride=2),
    "1 - x": Case("affine", IMAGE, scale=-1, offset=1),
    "slice 2 of 2 + 6": Case("split", IMAGE, widths=(2, 6), index=1),
}


@pytest.mark.parametrize("label", LABELS)
def test_labels_are_as_papers_write_them(label: str) -> None:
    assert make_op(LABELS[label]).label() == label


def test_supports_of_one_name_are_one_source() -> None:
    names = [source.split("(")[0] for source in support_sources(CASES)]
    assert len(names) == len(set(names))
    assert {"torch", "Tensor", "nn", "F"} <= namespace("").keys()


@pytest.mark.parametrize("name", ["maxpool", "avgpool", "conv", "conv_transpose"])
def test_windows_fit_exactly_where_they_fit_in_torch(name: str) -> None:
    for size, kernel, stride, pad, last in product(range(1, 8), range(1, 5), range(1, 4), range(3), (False, True)):
        further = {"maxpool": {"ceil": last}, "avgpool": {"ceil": last}}.get(
            name, {"channels": 1, "dilation": 1 + last}
        )
        case = Case(name, Shape.of(1, size, size), kernel=kernel, stride=stride, pad=pad, **further)
        try:
            sizes = make_op(case).infer(case.input).sizes
        except OpError:
            sizes = None
        assert sizes == torch_sizes(case), case


def torch_sizes(case: Case) -> tuple[int, ...] | None:
    """The sizes that torch gives for a case, or None where it refuses or nothing is left."""
    keys = {"pad": "padding", "ceil": "ceil_mode", "kernel": "kernel_size", "channels": "out_channels"}
    module = {"maxpool": nn.MaxPool2d, "avgpool": nn.AvgPool2d, "conv": nn.Conv2d}.get(case.name, nn.ConvTranspose2d)
    options = {keys.get(key, key): value for key, value in case.arguments.items()}
    if "pool" not in case.name:
        options["in_channels"] = case.input.channels
    try:
        output = module(**options)(make_input(case.input))
    except RuntimeError:
        return None
    return tuple(output.shape[1:]) if output.numel() else None
