"""Published weights in archs that only resemble the one that states them."""

import warnings
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

import resnet_dsl as rd
from resnet_dsl.weights import unstated

State = dict[str, Tensor]
STATED = "weights torchvision.tiny (V1), aux=false, bent=true"


@pytest.fixture
def mine(tiny: Path, state: State, publish: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file whose arch extends `tiny`, which is as if bundled; weights of `tiny` can be fetched."""
    publish(state)
    monkeypatch.setattr(unstated, "bundled_files", lambda: {"tiny": tiny})
    monkeypatch.setattr(unstated, "load", lambda name: rd.load(tiny))
    path = Path("mine.arch")
    path.write_text("arch mine extends tiny { }", encoding="utf-8")
    return path


def extend(path: Path, text: str) -> None:
    path.write_text(f"arch mine {text}", encoding="utf-8")


def test_weights_that_an_arch_does_not_state_bring_no_parameters_and_say_so(mine: Path) -> None:
    with pytest.warns(rd.UnstatedWeightsWarning, match=r"`tiny` with `aux=false`, `bent=true`: `mine` does not state"):
        model = rd.build(mine, weights="Tiny_Weights.V1")
    assert {"aux1", "bend"} & set(dict(model.named_children())) == {"aux1"}


@pytest.mark.parametrize("how", ["given", "stated"])
def test_nothing_is_said_where_they_are_as_meant(mine: Path, how: str) -> None:
    given: dict[str, Any] = {"aux": False, "bent": True} if how == "given" else {}
    if how == "stated":
        extend(mine, f"extends tiny {{ {STATED} }}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = rd.build(mine, weights="Tiny_Weights.V1", **given)
    assert {"aux1", "bend"} & set(dict(model.named_children())) == {"bend"}


def test_published_weights_leave_the_head_of_an_arch_with_other_classes_fresh(mine: Path, state: State) -> None:
    extend(mine, f"(classes = 7) extends tiny {{ {STATED} }}")
    with pytest.warns(rd.FreshHeadWarning, match="`fc` is fresh"):
        model = rd.build(mine, weights="V1")
    assert model.fc.weight.shape == (7, 8)
    assert torch.equal(model.conv2.weight, state["conv2.weight"])


def test_weights_of_a_file_want_the_classes_said(mine: Path, state: State) -> None:
    torch.save(state, "all.pth")
    extend(mine, "(classes = 7) extends tiny { }")
    with pytest.raises(rd.ArchError, match="classes=5"):
        rd.build(mine, weights="all.pth")


def test_heads_are_left_out_where_an_arch_has_them_not_by_default(mine: Path, state: State) -> None:
    torch.save(state, "all.pth")
    extend(mine, "extends tiny(aux = false) { }")
    model = rd.build(mine, weights="all.pth")
    assert torch.equal(model.conv2.weight, state["conv2.weight"])
    assert not hasattr(model, "aux1")
