"""Trainings that begin with given weights."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

import resnet_dsl as rd
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.runs import RUN
from resnet_dsl.training.errors import SettingError, TrainingError
from resnet_dsl.training.initial import Initial
from resnet_dsl.training.outcome import Outcome

Train = Callable[..., Outcome]
STILL = {"epochs": 1, "learning_rate": 1e-30, "momentum": 0.0, "nesterov": False, "weight_decay": 0.0}
"""Settings at which no parameter changes: those of the end are those of the beginning."""


@pytest.fixture
def trained(train: Train) -> Path:
    """The weights of a short training."""
    weights: Path = train("trained", epochs=1).folder / "last.safetensors"
    return weights


def test_it_begins_with_them(train: Train, trained: Path, tiny: str) -> None:
    outcome = train("again", {"weights": trained}, **STILL)
    for name, parameter in rd.build(tiny, input="1x8x8", weights=trained).named_parameters():
        assert torch.equal(parameter, dict(outcome.model.named_parameters())[name])


def test_a_larger_network_goes_on_from_what_a_smaller_one_has_learnt(tmp_path: Path, train: Train) -> None:
    small = train("small", {"spec": "resnet20", "input": "1x8x8"}, epochs=3)
    grown = tmp_path / "grown.pth"
    arch = rd.load("resnet32", input="1x8x8")
    large = rd.embed(rd.load("resnet20", input="1x8x8"), arch, weights=small.folder / "last.safetensors")
    torch.save(large.model.state_dict(), grown)
    still = train("large", {"spec": arch, "weights": grown}, **STILL, batch=1442)
    assert still.history[0].validation_accuracy > 0.5
    moved = train("moved", {"spec": arch, "weights": grown}, epochs=2, learning_rate=0.02)
    assert moved.history[1].train_loss < small.history[2].train_loss


def test_others_are_refused_in_the_folder_of_a_run(train: Train, trained: Path) -> None:
    train("run", {"weights": trained}, epochs=1)
    with pytest.raises(TrainingError, match=r"`weights` is None, and was [0-9a-f]{12}…"):
        train("run", epochs=1)


def test_the_same_run_goes_on_without_them(train: Train, trained: Path, tmp_path: Path) -> None:
    begun = train("run", {"weights": trained}, epochs=1)
    trained.unlink()
    again = rd.train(resume=tmp_path / "run", progress=False)
    assert again.history == begun.history


def test_without_a_checkpoint_the_command_is_wanted_again(train: Train, trained: Path, tmp_path: Path) -> None:
    train("run", {"weights": trained}, epochs=1)
    shutil.rmtree(tmp_path / "run" / "checkpoints")
    with pytest.raises(TrainingError, match=r"no checkpoint yet, and it begins with `.*last\.safetensors`: give the"):
        rd.train(resume=tmp_path / "run", progress=False)


def test_weights_that_do_not_fit_leave_the_folder_free(train: Train, trained: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchError, match="does not fit `resnet20`"):
        train("run", {"spec": "resnet20", "weights": trained}, epochs=1)
    assert not (tmp_path / "run" / RUN).exists()
    assert len(train("run", {"weights": trained}, epochs=1).history) == 1


def test_another_number_of_classes_gets_a_fresh_head(train: Train, tiny: str, tmp_path: Path) -> None:
    hundred = tmp_path / "hundred.pth"
    torch.save(rd.build(tiny, input="1x8x8", classes=100).state_dict(), hundred)
    options = {"weights": hundred, "spec": tiny, "classes": 10}
    assert len(train("fresh", options, epochs=1).history) == 1


def test_a_missing_file_is_told_of_at_once(train: Train, tmp_path: Path) -> None:
    with pytest.raises(ArchError, match="there is no file"):
        train("run", {"weights": "none.safetensors"}, epochs=1)
    assert not (tmp_path / "run").exists()


def test_published_weights_bring_parameters_that_must_be_asked_for(
    train: Train, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resnet_dsl.training import beginning
    from resnet_dsl.weights.load import Built

    wanted = rd.load("googlenet", input="3x64x64", aux=False, transform_input=True, classes=10)
    monkeypatch.setattr(beginning, "load", lambda *given, **_: Built(torch.nn.Identity(), wanted, "GoogLeNet"))
    options = {"spec": "googlenet", "input": "3x64x64", "weights": "IMAGENET1K_V1"}
    with pytest.raises(SettingError, match="give `-p aux=false -p transform_input=true`"):
        train("run", options, epochs=1)


def test_a_finished_run_is_not_taken_over_where_its_checkpoints_are_gone(train: Train, tmp_path: Path) -> None:
    train("run", epochs=1)
    shutil.rmtree(tmp_path / "run" / "checkpoints")
    with pytest.raises(TrainingError, match=r"`recipe\.epochs` is 2, and was 1"):
        train("run", epochs=2)


def test_what_are_no_weights_is_refused_before_anything_is_written(train: Train, tiny: str, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="not of type `OrderedDict`"):
        train("run", {"weights": rd.build(tiny).state_dict()}, epochs=1)
    assert not (tmp_path / "run").exists()


def test_published_weights_are_the_same_by_every_name() -> None:
    arch = rd.load("resnet18")
    names = ("DEFAULT", "IMAGENET1K_V1", "ResNet18_Weights.IMAGENET1K_V1")
    assert {Initial.find(name, arch).digest for name in names} == {"ResNet18_Weights.IMAGENET1K_V1"}
