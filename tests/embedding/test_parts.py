"""Parts of an embedding by themselves."""

import pytest
import torch

import resnet_dsl as rd
from resnet_dsl.embedding import align
from resnet_dsl.embedding.channels import ranges
from resnet_dsl.embedding.words import folded, members

LONG = "arch net(n = 1, last = 5) {{ input 3x6x6\n order conv bn relu\n conv 3x3, 4 x n\n linear_last: conv 1x1, {} }}"


def test_keys_are_folded() -> None:
    assert folded(["a.1", "a.2", "a.3", "b", "a.5"]) == "`a.1-3`, `b`, `a.5`"
    assert folded([f"x{i}.y" for i in range(10)]).endswith("`x7.y` and 2 more")
    assert members(["a.0.bn", "a.1.bn", "fc"]) == ["`bn` of `a.0-1`", "`fc`"]


def test_channels_in_short() -> None:
    assert ranges((0, 1, 2, 8, 9, 4)) == [[0, 0, 3], [3, 8, 2], [5, 4, 1]]


def test_the_search_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "MOST_PAIRS", 1_000)
    small, large = rd.loads(LONG.format("5, bias=true"), n=40), rd.loads(LONG.format("5, /2"), n=60)
    with pytest.raises(rd.ArchError, match="too long, and too unlike, to be compared layer by layer"):
        rd.embed(small, large, random=1)
    alike = rd.loads(LONG.format("5, bias=true"), n=200)
    assert rd.embed(alike, alike, random=1, verify=False).report.plan.steps


def test_a_model_of_another_network() -> None:
    with pytest.raises(rd.ArchError, match="the given model does not fit `resnet20`"):
        rd.embed("resnet20", "resnet32", weights=rd.build("resnet32"))


def test_a_given_model_stays_as_it_is() -> None:
    model = rd.build("resnet20").train()
    before = {key: tensor.clone() for key, tensor in model.state_dict().items()}
    grown = rd.embed("resnet20", "resnet32", weights=model, input="3x16x16").model
    after = model.state_dict()
    assert all(torch.equal(before[key], after[key]) and after[key].dtype == before[key].dtype for key in before)
    assert model.training
    assert {tensor.dtype for tensor in grown.parameters()} == {torch.float32}
