"""ResNeXt and the wide networks against torchvision's, to the bit; and what options do to keys and first weights."""

from typing import Any

import pytest
import torch
from comparing import assert_same_function, form, noise, train_step
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.torchvision_import import import_torchvision

NETWORKS = ("resnext50_32x4d", "resnext101_32x8d", "resnext101_64x4d", "wide_resnet50_2", "wide_resnet101_2")
each = pytest.mark.parametrize("name", NETWORKS)


def make_theirs(name: str, **options: Any) -> nn.Module:
    model: nn.Module = import_torchvision().models.get_model(name, **options)
    return model


@each
def test_equal_to_the_bit(name: str) -> None:
    """Keys in their order, and with equal weights outputs, gradients and running statistics."""
    with torch.device("meta"):
        ours = rd.build(name)
    theirs = make_theirs(name)
    assert form(ours) == form(theirs)
    assert [name for name, _ in ours.named_parameters()] == [name for name, _ in theirs.named_parameters()]
    # running statistics that have seen data, or the deep ones overflow
    train_step(theirs, noise(2, 3, 64, 64, seed=7))
    state = {key: value.clone() for key, value in theirs.state_dict().items()}
    assert ours.load_state_dict(state, strict=True, assign=True) == ([], [])
    assert theirs.load_state_dict(ours.state_dict(), strict=True) == ([], [])
    assert_same_function(ours, theirs, noise(2, 3, 64, 64))


@each
def test_multiply_adds(name: str) -> None:
    with torch.device("meta"):
        model = rd.build(name).eval()
    with FlopCounterMode(display=False) as counter:
        model(torch.empty(1, 3, 224, 224, device="meta"))
    assert counter.get_total_flops() == 2 * arch_cost(rd.load(name)).macs


def zeros(model: nn.Module) -> list[str]:
    return [name for name, value in model.state_dict().items() if not value.any()]


@pytest.mark.parametrize("name", ["resnet18", "resnet34", "resnet50", "resnet101", "resnext50_32x4d"])
def test_zero_init(name: str) -> None:
    theirs = zeros(make_theirs(name, zero_init_residual=True))
    assert zeros(rd.build(name, zero_init=True)) == theirs
    assert zeros(rd.build(name)) == zeros(make_theirs(name)) != theirs


# the units of ResNet-18 that have a projection, by the option
UNITS = [f"layer{stage}.{i}" for stage in (1, 2, 3, 4) for i in (0, 1)]
PROJECTED = {"none": [], "A": [], "B": ["layer2.0", "layer3.0", "layer4.0"], "C": UNITS}


@pytest.mark.parametrize("shortcut", PROJECTED)
def test_keys_of_shortcuts(shortcut: str) -> None:
    """Those of torchvision, and a projection where the option has one."""
    with torch.device("meta"):
        ours, theirs = rd.build("resnet18", shortcut=shortcut), make_theirs("resnet18")
    keys = list(ours.state_dict())
    found = {key.partition(".downsample.")[0] for key in keys if key.endswith(".downsample.0.weight")}
    assert sorted(found) == PROJECTED[shortcut]
    other = [key for key in theirs.state_dict() if ".downsample." not in key]
    assert [key for key in keys if ".downsample." not in key] == other
    assert len(keys) == len(other) + 6 * len(found)
