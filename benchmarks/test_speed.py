"""ResNet-50 here and in torchvision, in one run: making the model, and a forward pass in evaluation."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

import resnet_dsl as rd
from resnet_dsl.torchvision_import import import_torchvision

MAKERS: dict[str, Callable[[], nn.Module]] = {
    "ours": lambda: rd.build("resnet50"),
    "torchvision": lambda: import_torchvision().models.get_model("resnet50"),
}


@pytest.mark.benchmark(group="make resnet50: ours parses and checks the file each time")
@pytest.mark.parametrize("whose", MAKERS)
def test_make(benchmark: Any, whose: str) -> None:
    model = benchmark.pedantic(MAKERS[whose], rounds=7, warmup_rounds=2)
    assert sum(parameter.numel() for parameter in model.parameters()) == 25_557_032


@pytest.mark.benchmark(group="resnet50 forward, one 3x224x224: the same operations")
@pytest.mark.parametrize("whose", MAKERS)
def test_forward(benchmark: Any, whose: str) -> None:
    model = MAKERS[whose]().eval()
    x = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        output = benchmark.pedantic(model, (x,), rounds=30, warmup_rounds=5)
    assert output.shape == (1, 1000)


@pytest.mark.benchmark(group="resnet50 forward and backward, four 3x64x64: the same operations")
@pytest.mark.parametrize("whose", MAKERS)
def test_training(benchmark: Any, whose: str) -> None:
    model = MAKERS[whose]().train()
    x = torch.randn(4, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    benchmark.pedantic(lambda: model(x).mean().backward(), rounds=10, warmup_rounds=2)
