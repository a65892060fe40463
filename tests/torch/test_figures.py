"""Parameters and multiply-adds of the bundled networks: published, counted by us without torch, and by torch."""

import pytest
import torch
from counting import summaries
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import resnet_dsl as rd

# name, parameters, billions of multiply-adds as torchvision gives them, multiply-adds to the last one
FIGURES = [
    ("resnet18", 11_689_512, 1.814, 1_814_073_344),
    ("resnet34", 21_797_672, 3.664, 3_663_761_408),
    ("resnet50", 25_557_032, 4.089, 4_089_184_256),
    ("resnet101", 44_549_160, 7.801, 7_801_405_440),
    ("resnet152", 60_192_808, 11.514, 11_513_626_624),
    ("googlenet", 13_004_888, 1.498, 1_498_376_192),
    ("inception_v3", 27_161_264, 5.713, 5_713_216_096),
    ("googlenet(aux=false)", 6_624_904, 1.498, 1_498_376_192),
]


def make(spec: str) -> nn.Module:
    name, _, options = spec.partition("(")
    with torch.device("meta"):
        model: nn.Module = rd.build(name, aux=False) if options else rd.build(name)
    return model.eval()


@pytest.fixture(scope="module")
def counted() -> dict[str, tuple[int, int]]:
    """What we count in a process that cannot import torch."""
    specs = [spec for spec, *_ in FIGURES]
    found = summaries((spec.partition("(")[0], {"aux": False} if "(" in spec else {}) for spec in specs)
    return {spec: (one["parameters"], one["macs"]) for spec, one in zip(specs, found, strict=True)}


@pytest.mark.parametrize(("spec", "params", "gmacs", "macs"), FIGURES, ids=[spec for spec, *_ in FIGURES])
def test_figures(counted: dict[str, tuple[int, int]], spec: str, params: int, gmacs: float, macs: int) -> None:
    assert counted[spec] == (params, macs)
    assert round(macs / 1e9, 3) == gmacs
    model = make(spec)
    assert sum(parameter.numel() for parameter in model.parameters()) == params
    with FlopCounterMode(display=False) as counter:
        model(torch.empty(1, *rd.load(spec.partition("(")[0]).input.sizes, device="meta"))
    assert counter.get_total_flops() == 2 * macs


def test_training_costs_the_auxiliary_heads_too() -> None:
    model = make("googlenet").train()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(torch.empty(2, 3, 224, 224, device="meta"))
    # a head: 1x1 convolution at 4x4, two matrix products
    heads = sum(channels * 128 * 16 + 2048 * 1024 + 1024 * 1000 for channels in (512, 528))
    assert counter.get_total_flops() == 2 * 2 * (1_498_376_192 + heads)
