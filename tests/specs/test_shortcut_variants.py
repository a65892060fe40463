"""Figure 2 of He et al. 2016b, what a shortcut can be, against plain torch with equal weights, to the bit.

"BN is not drawn", but stands behind each weight; every unit ends in a ReLU behind its addition. Where channels change,
the shortcut is first what ResNet-110 (a pad) or ResNet-164 (a projection) has there.
"""

import re
from functools import partial
from typing import Any

import pytest
import torch
from comparing import noise, train_step
from plain_residual import Network, Side, Unit, assert_same
from torch import Tensor, nn

import resnet_dsl as rd

ORIGINAL = "conv bn + relu"


class Scaled(Unit):
    """(b): both sides times a constant."""

    def __init__(self, *arguments: Any, on_shortcut: float, on_path: float, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.factors = on_path, on_shortcut

    def sides(self, x: Tensor) -> tuple[Side, Side]:
        on_path, on_shortcut = self.factors
        return (lambda path: path * on_path), (lambda shortcut: shortcut * on_shortcut)


class Gated(Unit):
    """(c) and (d): g(x) = sigmoid(W x + b) by a 1x1 convolution, elementwise; b begins at a value of its own."""

    def __init__(
        self, order: str, weights: list[nn.Conv2d], option: str, *, exclusive: bool, bias: float = -6, **options: Any
    ) -> None:
        super().__init__(order, weights, option, **options)
        stride = max(one.stride[0] for one in weights)
        self.gate = nn.Conv2d(weights[0].in_channels, weights[-1].out_channels, 1, stride)
        nn.init.constant_(self.gate.bias, bias)  # type: ignore[arg-type]
        self.exclusive = exclusive

    def sides(self, x: Tensor) -> tuple[Side, Side]:
        g = torch.sigmoid(self.gate(x))
        return (lambda path: g * path if self.exclusive else path), (lambda shortcut: (1 - g) * shortcut)


class Dropped(Unit):
    """(f): dropout "on the output of the identity shortcut"."""

    def __init__(self, *arguments: Any, rate: float = 0.5, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.dropout = nn.Dropout(rate)

    def sides(self, x: Tensor) -> tuple[Side, Side]:
        return nn.Identity(), self.dropout


# (a) to (f): what the arch is called behind `resnet110`, its parameters, the plain unit; Table 1 has the three pairs
VARIANTS: dict[str, tuple[str, dict[str, Any], Any]] = {
    "a": ("", {}, Unit),
    **{
        f"b {on_shortcut}, {on_path}": (
            "_constant_scaling",
            {"on_shortcut": on_shortcut, "on_path": on_path},
            partial(Scaled, on_shortcut=on_shortcut, on_path=on_path),
        )
        for on_shortcut, on_path in [(0, 1), (0.5, 1), (0.5, 0.5)]
    },
    "c": ("_exclusive_gating", {}, partial(Gated, exclusive=True)),
    "d": ("_shortcut_gating", {}, partial(Gated, exclusive=False)),
    "e": ("_conv_shortcut", {}, Unit),
    "f": ("_dropout_shortcut", {}, Dropped),
    "f at 0.1": ("_dropout_shortcut", {"rate": 0.1}, partial(Dropped, rate=0.1)),
}
FORMS: dict[str, dict[str, Any]] = {
    "resnet110": {"block": "basic", "option": "A"},
    "resnet164": {"block": "bottleneck", "option": "B", "stride_on_1x1": True},
}
GATED = [f"{name}_{kind}_gating" for name in FORMS for kind in ("exclusive", "shortcut")]
each_form = pytest.mark.parametrize("name", FORMS)


def make(name: str, **options: Any) -> nn.Module:
    torch.manual_seed(0)
    model: nn.Module = rd.build(name, **options)
    return model


@each_form
@pytest.mark.parametrize("variant", VARIANTS)
def test_figure_2(name: str, variant: str) -> None:
    suffix, options, unit = VARIANTS[variant]
    form = FORMS[name] | ({"option": "C"} if variant == "e" else {})
    ours = make(name + suffix, n=2, **options)
    step = assert_same(ours, Network(ORIGINAL, depths=(2, 2, 2), unit=unit, **form), noise(4, 3, 16, 16))
    dead = [key for key, gradient in step.gradients.items() if not gradient.any()]
    projections = [key for key in step.gradients if re.match(r"layer\d\.\d\.(conv|bn)1\.", key)]
    assert dead == (projections if variant == "b 0, 1" else [])


def test_a_shortcut_times_zero_is_the_plain_network() -> None:
    """As the table remarks."""
    ours = make("resnet110_constant_scaling", n=2, on_shortcut=0, on_path=1)
    assert_same(ours, make("plain110", n=2), noise(4, 3, 16, 16))


@each_form
def test_a_dropped_shortcut_drops_in_training_only(name: str) -> None:
    model, x = make(f"{name}_dropout_shortcut", n=2), noise(2, 3, 16, 16)
    first, again, other = (train_step(model, x, seed).outputs["output"] for seed in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    with torch.no_grad():
        assert torch.equal(model.eval()(x), model(x))


def gates(model: nn.Module) -> list[nn.Conv2d]:
    return [one for name, one in model.named_modules() if isinstance(one, nn.Conv2d) and ".g." in name]


@pytest.mark.parametrize("bias", [None, 0, -1, -5, -6, -7, -10])
@pytest.mark.parametrize("name", GATED)
def test_a_gate_begins_as_told(name: str, bias: int | None) -> None:
    model = make(name, n=2, **({} if bias is None else {"bias": bias}))
    found = [gate.bias for gate in gates(model)]
    assert len(found) == 6
    wanted = -6 if bias is None else bias
    assert all(value is not None and value.eq(wanted).all() and value.requires_grad for value in found)
    biases = [key for key in model.state_dict() if key.endswith("bias") and "bn" not in key]
    assert len(biases) == 6 + 1
    assert not model.get_parameter("fc.bias").eq(wanted).any()
