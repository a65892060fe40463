"""The bundled networks against torchvision's of the same name: keys, outputs, gradients, to the bit."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import torch
from comparing import assert_bits, assert_same_step, form, import_file, network_class, noise, results, train_step
from torch import nn

import resnet_dsl as rd
from resnet_dsl.torchvision_import import import_torchvision

NETWORKS = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "googlenet")
Pair = tuple[nn.Module, nn.Module]


def make_theirs(name: str) -> nn.Module:
    """Torchvision's network. Its running statistics have seen data, or its deep ones overflow."""
    torch.manual_seed(0)
    options: dict[str, Any] = {"init_weights": False} if name == "googlenet" else {}
    model: nn.Module = import_torchvision().models.get_model(name, **options)
    for _ in range(2):
        train_step(model, noise(4, 3, 64, 64, seed=7))
    return model


@pytest.fixture(scope="module", params=NETWORKS)
def pair(request: pytest.FixtureRequest) -> Pair:
    """Our network and torchvision's, with equal weights."""
    theirs = make_theirs(request.param)
    ours = rd.build(request.param)
    assert ours.load_state_dict(theirs.state_dict(), strict=True) == ([], [])
    return ours, theirs


def test_keys(pair: Pair) -> None:
    ours, theirs = pair
    assert form(ours) == form(theirs)
    assert [name for name, _ in ours.named_parameters()] == [name for name, _ in theirs.named_parameters()]


def test_our_state_loads_into_theirs(pair: Pair) -> None:
    ours, theirs = map(deepcopy, pair)
    assert theirs.load_state_dict(ours.state_dict(), strict=True) == ([], [])


@pytest.mark.parametrize("size", [(224, 224), (160, 96)], ids=str)
def test_outputs(pair: Pair, size: tuple[int, int]) -> None:
    ours, theirs = pair
    x = noise(1, 3, *size)
    with torch.no_grad():
        assert_bits(results(ours.eval()(x)), results(theirs.eval()(x)))


def test_training(pair: Pair) -> None:
    ours, theirs = map(deepcopy, pair)
    assert_same_step(ours, theirs, noise(4, 3, 64, 64), seed=3)


@pytest.mark.parametrize("name", ["resnet50", "googlenet"])
def test_the_emitted_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"emitted_{name}.py"
    path.write_text(rd.emit(name), encoding="utf-8")
    theirs = make_theirs(name)
    ours = network_class(import_file(path))()
    ours.load_state_dict(theirs.state_dict(), strict=True)
    x = noise(4, 3, 64, 64)
    assert_same_step(ours, theirs, x)
    with torch.no_grad():
        assert_bits(results(ours.eval()(x)), results(theirs.eval()(x)))


def test_side_results_of_googlenet() -> None:
    ours, theirs = rd.build("googlenet"), make_theirs("googlenet")
    x = noise(2, 3, 64, 64)
    in_training, named = ours.train()(x), theirs.train()(x)
    assert in_training._fields == named._fields == ("logits", "aux_logits2", "aux_logits1")
    assert isinstance(in_training, tuple)
    assert isinstance(ours.eval()(x), torch.Tensor)


def test_googlenet_without_side_results() -> None:
    ours, theirs = rd.build("googlenet", aux=False), make_theirs("googlenet")
    kept = {key: value for key, value in theirs.state_dict().items() if not key.startswith("aux")}
    assert list(ours.state_dict()) == list(kept)
    ours.load_state_dict(kept, strict=True)
    x = noise(2, 3, 64, 64)
    assert torch.equal(ours.eval()(x), theirs.eval()(x))
    assert isinstance(ours.train()(x), torch.Tensor)


def test_equal_weights_by_equal_seeds() -> None:
    """Weights are drawn in the same order from the same distributions: one seed gives one network."""
    torch.manual_seed(5)
    theirs = import_torchvision().models.resnet18()
    torch.manual_seed(5)
    assert_bits(rd.build("resnet18").state_dict(), theirs.state_dict())
