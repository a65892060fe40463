"""Repeats cost as much as the file, and know their position among the residuals."""

from collections.abc import Callable
from fractions import Fraction

import pytest
import torch
from resolving import codes, count_nodes, flow, net, whole

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost

UNIT = "block unit(width, stride = 1) {\nresidual { conv 3x3, width, /stride; conv 3x3, width }\n}\n"
KEPT = "[conv bn relu conv bn | identity] relu"
CHANGED = "[conv bn relu conv bn | conv bn] relu"
REPEATS = {
    "relu x3": "(relu)x3",
    "let n = 3\nrelu x n": "(relu)x3",
    "relu x in.channels": "(relu)x64",
    "conv 3x3, 64, order=none x3": "(conv)x3",
    "conv 3x3, 8, order=none x3": "(conv)x1 (conv)x2",
    "{ relu x2; tanh } x3": "((relu)x2 tanh)x3",
    f"{UNIT}unit 64 x5": f"({KEPT})x5",
    f"{UNIT}unit 64, /2 x5": f"({CHANGED})x1 ({KEPT})x4",
    f"{UNIT}stage a: unit 128, /2 x3": f"({CHANGED})x1 ({KEPT})x2",
    "conv 3x3, in.channels + 1, order=none x3": "(conv)x1 (conv)x1 (conv)x1",
    "concat { identity; conv 3x3, 8, order=none } x2": "(concat(identity, conv))x1 (concat(identity, conv))x1",
}


@pytest.mark.parametrize("text", REPEATS)
def test_repeats_fold(text: str) -> None:
    assert flow(net(text)) == REPEATS[text]


@pytest.mark.parametrize(
    ("text", "strides"),
    [
        ("conv 3x3, 8, /2 x3", [2, 1, 1]),
        (f"{UNIT}unit 8, /2 x3", [2, 1, 1]),
        ("{ conv 3x3, 8, /2 } x3", [2, 2, 2]),
        ("for i in range(3) { conv 3x3, 8, /2 }", [2, 2, 2]),
        ("maxpool 3x3, /2 x3", [2, 1, 1]),
    ],
)
def test_the_stride_of_a_call_is_of_its_first_run(text: str, strides: list[int]) -> None:
    sizes = [8]
    for stride in strides:
        sizes.append(sizes[-1] // stride)
    assert net(text).output["height"] == sizes[-1]


MILLIONS = {
    "shape-preserving": "unit 64 x1000000",
    "by an expression": "unit 64 x (10 ** 6)",
    "nested": "{ { conv 3x3, 64 x100 } x100; relu } x100",
    "in branches": "concat { { conv 3x3, 32 x500000 }; { conv 1x1, 32 x500000 } }",
    "in strided stages": "stage a: unit 64 x250000\nstage b: unit 128, /2 x250000\nstage c: unit 256, /2 x500000",
    "in a residual": "residual { conv 3x3, 64 x1000000 }",
    "with an index": "residual { conv 3x3, 64; stochastic_depth (residual.index / residual.count) } x1000000",
}


@pytest.mark.parametrize("order", ["conv bn + relu", "bn relu conv +"])
@pytest.mark.parametrize("shows", MILLIONS)
def test_a_million_convolutions_cost_as_much_as_the_file(
    shows: str, order: str, calls: Callable[[Callable[[], object]], int]
) -> None:
    text = UNIT + MILLIONS[shows]
    arch = net(text, order)
    assert calls(lambda: net(text, order)) < 50_000
    assert count_nodes(arch.root) < 150
    assert arch_cost(arch).layers > 1_000_000


def test_dense_growth_does_not_fold() -> None:
    arch = net("concat { identity; conv 3x3, 8, order=none } x30")
    assert arch.output.channels == 64 + 30 * 8
    assert flow(arch).count("x1") == 30


def test_what_cannot_fold_has_a_limit() -> None:
    assert codes(whole("concat { identity; conv 1x1, 1, order=none } x60000")) == ["E0701"]


# the position among the residuals


def drops(text: str) -> list[float]:
    """The rates of stochastic depth of a built network, in the order of execution."""
    with torch.device("meta"):
        model = rd.build(net(text))
    return [float(part.p) for part in model.modules() if type(part).__name__ == "StochasticDepth"]


STEP = "residual {{ conv 3x3, 64; stochastic_depth ({}) }}"
RATES = {
    f"{STEP.format('residual.index / residual.count')} x4": [0, 0.25, 0.5, 0.75],
    f"{UNIT}unit 64\n{STEP.format('residual.index / 4')} x2": [0.25, 0.5],
    f"stage a: {STEP.format('residual.index / 4')} x2\nstage b: {STEP.format('0.75')}": [0, 0.25, 0.75],
    "residual { let p = 0.5 * residual.index\nconv 3x3, 64; stochastic_depth p } x2": [0, 0.5],
    STEP.format("max(residual.index, 0.5)"): [0.5],
}  # fmt: skip


@pytest.mark.parametrize("text", RATES)
def test_the_position_counts_from_0(text: str) -> None:
    assert [float(Fraction(rate).limit_denominator(1000)) for rate in drops(text)] == RATES[text]


@pytest.mark.parametrize(
    "text",
    [
        "residual { conv 3x3, 64 + residual.index }",
        "residual { conv 3x3, 64; if residual.index > 1 { relu } }",
        "residual { conv 3x3, 64 x residual.count }",
        "residual { conv 3x3, 64; dropout (0.5 if residual.index == 0 else 0.1) }",
        "dropout residual.index",
    ],
)
def test_the_position_decides_nothing(text: str) -> None:
    assert codes(whole(text)) == ["E0305"]
