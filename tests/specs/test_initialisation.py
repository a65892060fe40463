"""How weights begin: as the files say, and once."""

import re
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

import resnet_dsl as rd
from resnet_dsl.source.bundled import bundled_files

Spread = Callable[[Tensor], float]


def fan_out(weight: Tensor) -> float:
    """Kaiming's deviation for a ReLU: He et al. 2015, Equation 14. Groups are not looked at, as in torch."""
    out, _, *kernel = weight.shape
    return float((2 / (out * torch.Size(kernel).numel())) ** 0.5)


def a_hundredth(weight: Tensor) -> float:
    return 0.01


# how the convolutions begin
SPREADS: dict[str, tuple[dict[str, Any], Spread]] = {
    "resnet18": ({}, fan_out),
    "resnet50": ({"zero_init": True}, fan_out),
    "resnext50_32x4d": ({}, fan_out),
    "resnet20": ({}, fan_out),
    "resnet164": ({}, fan_out),
    "resnet164_preact": ({}, fan_out),
    "resnet110_conv_shortcut": ({}, fan_out),
    "resnet164_exclusive_gating": ({"n": 2}, fan_out),
    "resnet50_preact": ({}, fan_out),
    "googlenet": ({}, a_hundredth),
}


@pytest.mark.parametrize("name", SPREADS)
def test_convolutions_begin_as_the_file_says(name: str) -> None:
    """Mean and deviation, within five deviations of what so many draws give."""
    options, spread = SPREADS[name]
    torch.manual_seed(0)
    weights = {key: one for key, one in rd.build(name, **options).named_parameters() if one.dim() == 4}
    assert weights
    odd = [
        key
        for key, weight in weights.items()
        if abs(weight.mean()) > 5 * spread(weight) / weight.numel() ** 0.5
        or abs(weight.std() / spread(weight) - 1) > 5 / (2 * weight.numel()) ** 0.5
    ]
    assert odd == []


# the last part with weights before each addition, by arch and its parameters, and how many there are
LAST: dict[str, tuple[dict[str, Any], str, int]] = {
    "resnet18": ({}, "bn2", 8),
    "resnet34": ({"shortcut": "A"}, "bn2", 16),
    "resnet50": ({}, "bn3", 16),
    "resnet50_v1": ({}, "bn3", 16),
    "plain18": ({}, "bn2", 8),
    "resnet20": ({}, "bn2", 9),
    "resnet164": ({"n": 2}, "bn3", 6),
    "resnet110_relu_preact": ({"n": 2}, "bn2", 6),
    "resnet110_relu_before_addition": ({"n": 2}, "bn2", 6),
    "resnet110_bn_after_addition": ({"n": 2}, "conv2", 6),
    "resnet110_preact": ({"n": 2}, "conv2", 6),
    "resnet164_preact": ({"n": 2}, "conv3", 6),
    "resnet50_preact": ({}, "conv3", 16),
    "resnet164_conv_shortcut": ({"n": 2}, "bn3", 6),
    "resnet110_exclusive_gating": ({"n": 2}, "path.bn2", 6),
    "resnet164_constant_scaling": ({"n": 2}, "path.bn3", 6),
}


@pytest.mark.parametrize("name", LAST)
def test_zero_init(name: str) -> None:
    """The weight of the last one in each main path is zero, and no other."""
    options, last, count = LAST[name]
    for zero_init in (False, True):
        model = rd.build(name, zero_init=zero_init, **options)
        zeros = [key for key, value in model.named_parameters() if key.endswith("weight") and not value.any()]
        pattern = rf"layer\d\.\d+\.{re.escape(last)}\.weight"
        assert [key for key in zeros if not re.fullmatch(pattern, key)] == []
        assert len(zeros) == (count if zero_init else 0)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How often our code begins a tensor, by its identity; what torch does in its constructors is not counted."""
    counts: Counter[int] = Counter()

    def counting(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(tensor: Tensor, *arguments: Any, **options: Any) -> Any:
            caller = str(sys._getframe(1).f_globals["__name__"])
            counts[id(tensor)] += not caller.startswith("torch.")
            return function(tensor, *arguments, **options)

        return wrapped

    for name in [name for name in dir(nn.init) if re.fullmatch(r"[a-z]\w*_", name)]:
        monkeypatch.setattr(nn.init, name, counting(getattr(nn.init, name)))
    return counts


UNSAID = ("d2l", "paper", "small")
"""Where the source does not say how convolutions begin, torch does."""


@pytest.mark.parametrize("name", bundled_files())
def test_what_begins_begins_once(begun: Counter[int], name: str) -> None:
    """At the defaults, and with what an option says over a rule for all convolutions."""
    options: list[dict[str, Any]] = [{}]
    if "zero_init" in {parameter.name for parameter in rd.load(name).root.parameters}:
        options.append({"zero_init": True})
    for option in options:
        with torch.device("meta"):
            model = rd.build(name, **option)
        counts = {key: begun[id(one)] for key, one in model.named_parameters()}
        assert [key for key, count in counts.items() if count > 1] == []
        if not any(word in name for word in UNSAID):
            assert [key for key, one in model.named_parameters() if one.dim() == 4 and counts[key] == 0] == []
        begun.clear()
