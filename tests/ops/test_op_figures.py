"""What every op says of its memory and of what it reads, against torch."""

from pathlib import Path

import pytest
import torch
from measuring import linear, memory_of, seen
from op_cases import Case, build_module, call_of, make_input, make_op
from test_ops import CASES, IMAGE, LAST
from torch import Tensor, nn

from resnet_dsl.ops.core.op import Op
from resnet_dsl.ops.core.reach import EVERYTHING, IN_PLACE
from resnet_dsl.ops.core.registry import op_names
from resnet_dsl.ops.core.saved import Saved
from resnet_dsl.ops.core.shape import Shape

BATCH = 3
MORE = [
    *(Case(name, IMAGE, p=p) for name in ("dropout", "dropout2d", "stochastic_depth") for p in (0, 1)),
    Case("stochastic_depth", IMAGE, p=0.5, mode="batch"),
    Case("adaptive_avgpool", IMAGE, size=1),
    Case("adaptive_maxpool", IMAGE, size=(9, 1)),
    Case("channel_shuffle", IMAGE, groups=1),
    Case("lrn", IMAGE, size=1),
    Case("ln", Shape.of(8)),
    Case("linear", LAST, features=3),
    Case("conv_transpose", IMAGE, kernel=5, channels=3, stride=3, pad=2, output_pad=2),
    Case("upsample", IMAGE, scale=1, mode="bilinear"),
    Case("upsample", IMAGE, scale=4, mode="bilinear"),
]
every_case = pytest.mark.parametrize("case", [*CASES, *MORE], ids=str)
odd = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
cases_in_place = pytest.mark.parametrize(
    "case", [case for case in CASES if getattr(make_op(case), "in_place", False)], ids=str
)


def kept(module: nn.Module, x: Tensor) -> tuple[Tensor, list[Tensor]]:
    """The result of a module in training, and a tensor for each piece of memory that autograd keeps for it."""
    found: dict[int, Tensor] = {}
    own = [*module.buffers(), *(parameter for _, parameter in module.named_parameters())]

    def pack(tensor: Tensor) -> Tensor:
        found[memory_of(tensor)] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        result = module.train()(x)
    return result, [tensor for key, tensor in found.items() if key not in map(memory_of, own)]


def as_declared(op: Op, input: Shape, x: Tensor, result: Tensor, tensors: list[Tensor]) -> Saved:
    """What torch kept, as an op says it; what there is once a batch is what an op says of it, if torch has as much."""
    others = [tensor for tensor in tensors if memory_of(tensor) not in (memory_of(x), memory_of(result))]
    said = op.saved(input, op.infer(input), in_place=False)
    assert said is not None
    floats = sum(tensor.numel() for tensor in others if tensor.dtype == torch.float32) - said.once
    indices = sum(tensor.numel() for tensor in others if tensor.dtype == torch.int64)
    assert {tensor.dtype for tensor in others} <= {torch.float32, torch.int64}
    assert floats % BATCH == indices % BATCH == 0
    kept_ones = set(map(memory_of, tensors))
    is_same = memory_of(x) == memory_of(result)
    return Saved(
        memory_of(x) in kept_ones,
        memory_of(result) in kept_ones and not is_same,
        floats // BATCH,
        indices // BATCH,
        said.once,
    )


@odd
@every_case
def test_autograd_keeps_what_the_op_says(case: Case) -> None:
    op = make_op(case)
    x = make_input(case.input, BATCH).requires_grad_() * 1
    result, tensors = kept(build_module(call_of(case)), x)
    said = op.saved(case.input, op.infer(case.input), in_place=False)
    assert said == as_declared(op, case.input, x, result, tensors)
    assert op.is_view(case.input, training=True) == (memory_of(result) == memory_of(x))


@every_case
def test_a_view_computes_nothing(case: Case) -> None:
    x = make_input(case.input)
    result = build_module(call_of(case)).eval()(x)
    assert make_op(case).is_view(case.input, training=False) == (memory_of(result) == memory_of(x))


@cases_in_place
def test_in_place_the_input_or_the_result_is_kept(case: Case) -> None:
    """Torch keeps the result, or a copy of the input, which the result has overwritten."""
    op = make_op(case)
    x = make_input(case.input).requires_grad_() * 1
    result, (tensor,) = kept(build_module(call_of(case), inplace=True), x)
    said = op.saved(case.input, case.input, in_place=True)
    assert said == (Saved(output=True) if memory_of(tensor) == memory_of(result) else Saved(input=True))
    assert tensor.numel() == x.numel()


@odd
@every_case
def test_an_op_reads_what_it_says(case: Case) -> None:
    op = make_op(case)
    reach = op.reach(case.input)
    output = op.infer(case.input)
    if case.arguments.get("align_corners"):
        assert reach is None
        return
    assert reach is not None
    if not case.input.is_image or not output.is_image:
        assert reach == (EVERYTHING if "height" not in output and case.name == "flatten" else IN_PLACE)
        return
    x = make_input(case.input.with_sizes(height=36, width=44), 1).double().requires_grad_()
    module = linear(build_module(call_of(case)).eval().double())
    with torch.no_grad():
        for _, parameter in module.named_parameters():
            parameter.fill_(1)
    value = module(x)
    reach = op.reach(case.input.with_sizes(height=36, width=44))
    assert reach is not None
    for axis, along in enumerate(reach):
        size = value.shape[2 + axis]
        for place in range(size // 2, min(size, size // 2 + len(along.spans))):
            expected = (0, x.shape[2 + axis] - 1) if along.whole else (along.first(place), along.last(place))
            assert seen(value, x, axis, place) == expected


def test_every_op_is_on_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")
    assert [name for name in op_names() if f"`{name}`" not in page] == []
