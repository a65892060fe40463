"""Whole trainings: that they learn, what they leave behind, and how they end."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import torch
from safetensors.torch import load_file

import resnet_dsl as rd
from resnet_dsl.training.curves import curves
from resnet_dsl.training.errors import SettingError, TrainingError
from resnet_dsl.training.objective import objective
from resnet_dsl.training.outcome import Outcome
from resnet_dsl.training.settings import read_recipe

Train = Callable[..., Outcome]


def test_a_small_network_learns_digits(train: Train) -> None:
    outcome = train(epochs=3, batch=16, crop_padding=0)
    assert outcome.accuracy > 0.8
    losses = [record.train_loss for record in outcome.history]
    assert losses == sorted(losses, reverse=True)


def test_what_a_run_leaves(train: Train, tmp_path: Path, tiny: str) -> None:
    outcome = train(epochs=2, batch=256)
    folder = tmp_path / "run"
    assert outcome.folder == folder
    rows = list(csv.DictReader((folder / "epochs.csv").read_text().splitlines()))
    lines = [json.loads(line) for line in (folder / "epochs.jsonl").read_text().splitlines()]
    assert [int(row["epoch"]) for row in rows] == [line["epoch"] for line in lines] == [1, 2]
    assert lines[1]["validation_loss"] == outcome.history[1].validation_loss
    root = ElementTree.parse(folder / "curves.svg").getroot()
    assert root.tag.endswith("svg")
    assert (folder / "curves.png").read_bytes().startswith(b"\x89PNG")
    last = load_file(folder / "last.safetensors")
    assert all(torch.equal(tensor, last[key]) for key, tensor in outcome.model.state_dict().items())
    rd.build(tiny, input="1x8x8", weights=folder / "best.safetensors")
    run = json.loads((folder / "run.json").read_text())
    assert (run["run"]["seed"], run["run"]["recipe"]["batch"], run["input"]) == (0, 256, [1, 8, 8])
    assert "arch tiny" in run["source"]
    assert run["versions"]["torch"] == torch.__version__


def test_the_best_weights_are_those_of_the_best_epoch(train: Train, tmp_path: Path) -> None:
    """The learning rate is so high that a later epoch is worse."""
    settings = {"batch": 256, "learning_rate": 3.0, "schedule": "constant", "warmup": 0}
    best = train(out="long", epochs=4, **settings).best
    assert best.epoch < 4
    train(out="short", epochs=best.epoch, **settings)
    kept, wanted = load_file(tmp_path / "long/best.safetensors"), load_file(tmp_path / "short/last.safetensors")
    assert all(torch.equal(kept[key], wanted[key]) for key in kept)


def test_parts_of_a_batch_add_up_to_it(train: Train, tiny: str) -> None:
    options = {"spec": f"{tiny}_gn", "rate": 0.0}
    whole = train(out="whole", iterations=4, batch=64, options=options).history[0]
    parts = train(out="parts", iterations=4, batch=64, accumulation=4, options=options).history[0]
    assert parts.train_loss == pytest.approx(whole.train_loss, rel=1e-5)
    assert parts.validation_loss == pytest.approx(whole.validation_loss, rel=1e-5)


@pytest.mark.parametrize(
    "settings", [{"optimizer": "adamw", "momentum": 0.0, "nesterov": False, "learning_rate": 1e-3}]
)
def test_another_optimizer(train: Train, settings: dict[str, Any]) -> None:
    history = train(epochs=2, batch=128, **settings).history
    assert history[1].train_loss < history[0].train_loss < 2.6


def test_half_precision_is_near_the_whole(train: Train) -> None:
    options: dict[str, Any] = {"rate": 0.0}
    whole = train(out="whole", iterations=3, batch=64, options=options).history[0]
    half = train(out="half", iterations=3, batch=64, options=options | {"precision": "bf16"}).history[0]
    assert half.train_loss != whole.train_loss
    assert half.train_loss == pytest.approx(whole.train_loss, rel=2e-2)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_fp16_needs_a_gpu(train: Train) -> None:
    with pytest.raises(SettingError, match="`fp16`"):
        train(iterations=1, options={"precision": "fp16"})


def test_patience_ends_a_training(train: Train) -> None:
    outcome = train(epochs=9, batch=512, learning_rate=1e-9, patience=2)
    assert outcome.finished == "no better accuracy for 2 epochs"
    assert len(outcome.history) == outcome.best.epoch + 2


def test_a_warm_up_ends_when_the_error_has_fallen(train: Train) -> None:
    settings = {"warmup_learning_rate": 0.05, "warmup_error": 0.7, "schedule": "constant", "warmup": 0}
    rates = [record.learning_rate for record in train(epochs=6, crop_padding=0, **settings).history]
    assert rates[0] == 0.05
    assert rates[-1] == 0.1


def test_a_loss_that_is_no_number_is_noticed_at_its_step(train: Train, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"the loss of step [0-9]+ \(epoch 1, learning rate .*\) is no finite"):
        train(epochs=1, batch=64, learning_rate=1e30, schedule="constant", warmup=0)
    assert not list((tmp_path / "run" / "checkpoints").glob("*"))


def test_side_results_count_with_their_weight() -> None:
    recipe = read_recipe("cifar", {"auxiliary_weight": 0.25, "label_smoothing": 0.1})
    main, side, labels = torch.randn(4, 3), torch.randn(4, 3), torch.tensor([0, 1, 2, 0])

    def entropy(result: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.cross_entropy(result, labels, label_smoothing=0.1) * 4

    expected = entropy(main) + 0.25 * entropy(side)
    assert torch.allclose(objective((main, side, None), labels, recipe), expected)
    assert torch.allclose(objective(main, labels, recipe), entropy(main))


AUXILIARY = """
arch sided(classes = 10) {
    input 1x8x8
    order conv bn relu
    first: conv 3x3, 8
    output side when training: { global_avgpool;  flatten;  linear classes } from first
    conv 3x3, 8
    global_avgpool
    flatten
    linear classes
}
"""


def test_a_network_with_a_side_result_is_trained(train: Train, tmp_path: Path) -> None:
    (tmp_path / "sided.arch").write_text(AUXILIARY)
    with_side, without = (
        train(out=f"{weight}", iterations=2, auxiliary_weight=weight, options={"spec": tmp_path / "sided.arch"})
        for weight in (0.3, 0.0)
    )
    assert with_side.history[0].train_loss > without.history[0].train_loss


def test_curves_are_the_same_for_the_same_numbers(train: Train) -> None:
    history = train(epochs=2, batch=512).history
    for form in ("svg", "png"):
        assert curves(history, "tiny", form) == curves(history, "tiny", form)
    assert b"best: " in curves(history, "tiny", "svg")


def test_seeds_and_settings_decide(train: Train) -> None:
    first, again, other = (
        train(out=f"{place}", iterations=3, options={"seed": seed}).history[0] for place, seed in enumerate((3, 3, 4))
    )
    assert first.train_loss == again.train_loss != other.train_loss


def test_global_switches_come_back(train: Train) -> None:
    before = torch.are_deterministic_algorithms_enabled()
    train(iterations=1)
    assert torch.are_deterministic_algorithms_enabled() == before


@pytest.mark.parametrize(
    ("options", "settings", "said"),
    [
        ({"precision": "fp8"}, {}, "the precision is fp32, bf16, fp16, and not `fp8`"),
        ({}, {"batch": 2, "accumulation": 3}, "a batch of 2 cannot be divided among 1 processes times 3 parts"),
        ({"sharded": True}, {}, "`--fsdp` shards a model over several processes, and there is one"),
        ({"resume": "here"}, {}, "`resume` takes everything from the folder of the run"),
    ],
)
def test_wishes_that_make_no_sense(train: Train, options: dict[str, Any], settings: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError) as error:
        train(options=options, **settings)
    assert said in str(error.value)


def test_a_loaded_network_is_trained_as_it_is(train: Train, tiny: str) -> None:
    assert train(iterations=1, options={"spec": rd.load(tiny, input="1x8x8")}).name == "tiny"
    with pytest.raises(TypeError, match="parameters and input are given where an arch is loaded"):
        train(iterations=1, options={"spec": rd.load(tiny), "input": "1x8x8"})


def test_a_folder_that_cannot_be_written_is_said(train: Train, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingError, match="cannot be written: Not a directory"):
        train(out="file/run", iterations=1)


def test_a_folder_of_other_things_is_left_alone(train: Train, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.tex").write_text("years of work")
    with pytest.raises(TrainingError, match="holds other things and no run"):
        train(iterations=1, options={"restart": True})


def test_who_reads_the_images_does_not_matter(train: Train, tmp_path: Path) -> None:
    for workers in (0, 2):
        train(out=f"{workers}", iterations=3, flip=True, options={"workers": workers})
    left, right = (load_file(tmp_path / name / "last.safetensors") for name in ("0", "2"))
    assert all(torch.equal(left[key], right[key]) for key in left)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ACCELERATE_USE_FSDP", "true", "give `--fsdp` to `train`"),
        ("ACCELERATE_MIXED_PRECISION", "bf16", "give it to `train` as `--precision bf16`"),
        ("ACCELERATE_GRADIENT_ACCUMULATION_STEPS", "4", "give it to `train` as `--accumulation 4`"),
    ],
)
def test_what_accelerate_was_told_is_not_ignored(
    train: Train, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingError, match=said):
        train(iterations=1, options={"cpu": True})


def test_a_recipe_can_be_given(train: Train) -> None:
    recipe = read_recipe("d2l", {"size": None, "batch": 256})
    assert train(options={"recipe": recipe}, iterations=2).history[0].learning_rate == 0.01
    with pytest.raises(SettingError, match="recipe `given`: `batch` cannot be `0`"):
        train(options={"recipe": recipe}, batch=0)
