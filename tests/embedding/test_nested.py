"""What is contained is embedded: the function is the same, and what is new can learn."""

import re
from pathlib import Path

import pytest
import torch
from growing import NESTED, learning, new_entries, trained

import resnet_dsl as rd
from resnet_dsl.embedding import Embedded
from resnet_dsl.ir.nodes import Arch

BUNDLED = {
    "resnet18": "resnet34",
    "resnet20": "resnet56",
    "resnet18_preact": "resnet34_preact",
    "resnet50": "resnet101",
    "plain18": "plain34",
}
ORDERS = {
    "conv bn + relu": ("same in training", "all learn"),
    "conv + bn relu": ("another in training", "all learn"),
    "conv bn relu +": ("same in training", "none learn"),
    "relu conv bn +": ("same in training", "all learn"),
    "bn relu conv +": ("same in training", "all learn"),
}
TENSOR = re.compile(r"\.(weight|bias|running_mean|running_var|num_batches_tracked)$")
SINGLE, DOUBLE = 1e-4, 1e-10


def embedded(small: Arch, large: Arch) -> tuple[torch.nn.Module, Embedded]:
    model = trained(rd.build(small))
    return model, rd.embed(small, large, weights=model, seed=3)


def assert_verified(grown: Embedded) -> None:
    found = grown.report.verification
    assert found is not None
    assert found.relative < DOUBLE
    assert found.single < SINGLE


def assert_learning(small: torch.nn.Module, grown: Embedded, large: Arch, least: float = 0.2) -> None:
    """Every tensor has new entries that get a gradient in the first two steps: behind a ReLU not all do at once."""
    inputs, labels = torch.randn(16, *large.input.sizes), torch.randint(0, 5, (16,))
    new = new_entries(grown.report.plan, small, grown.model)
    first, second = learning(grown.model, inputs, labels, steps=2)
    for key, entries in new.items():
        if entries.any():
            alive = (first[key][entries] != 0) | (second[key][entries] != 0)
            assert alive.float().mean() >= least, key


@pytest.mark.parametrize("path", NESTED, ids=lambda path: path.stem)
def test_a_pair(path: Path) -> None:
    torch.manual_seed(0)
    small, large = (rd.load(f"{path}:{side}") for side in ("small", "large"))
    model, grown = embedded(small, large)
    assert_verified(grown)
    assert_learning(model, grown, large)


@pytest.mark.parametrize(("small", "large"), BUNDLED.items())
def test_bundled_networks(small: str, large: str) -> None:
    size = None if "20" in small else "3x32x32"
    _, grown = embedded(rd.load(small, input=size), rd.load(large, input=size))
    assert_verified(grown)
    assert grown.report.same_in_training == ("plain" not in small)
    assert not grown.report.wider


def test_a_wider_bundled_network() -> None:
    _, grown = embedded(rd.load("resnet50", input="3x32x32"), rd.load("wide_resnet50_2", input="3x32x32"))
    assert_verified(grown)
    assert not grown.report.new
    assert len(grown.report.wider) == 16 * 5


@pytest.mark.parametrize("order", ORDERS)
def test_orders(order: str) -> None:
    torch.manual_seed(0)
    small, large = (
        rd.loads(f"arch net extends resnet20(n = {n}) {{ input 3x16x16\n order {order}\n }}") for n in (1, 2)
    )
    model, grown = embedded(small, large)
    assert_verified(grown)
    said = grown.report
    assert ("same in training" if said.same_in_training else "another in training") == ORDERS[order][0]
    assert ("none learn" if said.deaf else "all learn") == ORDERS[order][1]
    if said.deaf:
        assert next(iter(said.deaf.items())) == ("layer1.1", "layer1.1.relu2")
        with pytest.raises(AssertionError, match=r"layer1\.1\.conv1\.weight"):
            assert_learning(model, grown, large)
    else:
        assert_learning(model, grown, large)


def test_training_goes_on_where_it_was() -> None:
    torch.manual_seed(0)
    small, large = rd.load("resnet20", input="3x16x16"), rd.load("resnet32", input="3x16x16")
    inputs, labels = torch.randn(16, 3, 16, 16), torch.randint(0, 5, (16,))
    model, grown = embedded(small, large)
    for _ in learning(model, inputs, labels, steps=5):
        pass
    grown = rd.embed(small, large, weights=model, seed=3)
    loss = torch.nn.functional.cross_entropy
    with torch.no_grad():
        before = [float(loss(one.train()(inputs), labels)) for one in (model, grown.model)]
    assert before[0] == pytest.approx(before[1], rel=1e-5)
    for _ in learning(grown.model, inputs, labels, steps=5):
        pass
    with torch.no_grad():
        assert float(loss(grown.model.train()(inputs), labels)) < before[1]


def test_every_layer_is_written_once() -> None:
    for path in NESTED:
        small, large = (rd.load(f"{path}:{side}") for side in ("small", "large"))
        plan = rd.embed(small, large, random=1, verify=False).report.plan
        layers = dict.fromkeys(TENSOR.sub("", key) for key in rd.build(large).state_dict())
        assert sorted(step.large for step in plan.steps) == sorted(layers), path.stem
