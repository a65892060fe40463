"""Trainings that are stopped, or killed, and go on: they end with the same weights as undisturbed ones."""

import errno
import json
import os
import resource
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

import resnet_dsl as rd
from resnet_dsl.training import checkpoint as checkpoints
from resnet_dsl.training.errors import Interrupted, TrainingError
from resnet_dsl.training.outcome import Outcome
from resnet_dsl.training.report import Silent

Script = Callable[..., "subprocess.CompletedProcess[str]"]
Train = Callable[..., Outcome]
SETTINGS: dict[str, Any] = {"epochs": 2, "batch": 128, "flip": True}
EVERY = 5
KILLED = """
import os, signal, sys
import resnet_dsl as rd
from resnet_dsl.training import checkpoint
from resnet_dsl.training.report import Silent

spec, out, last, when = sys.argv[1:]

class Deadly(Silent):
    steps = 0

    def phase(self, name, *others):
        self.training = name == "training"

    def step(self, loss):
        self.steps += self.training
        if when == "stepping" and self.steps == int(last):
            os.kill(os.getpid(), signal.SIGKILL)

def write_json(path, data):
    if when == "writing" and data["step"] == int(last):
        os.kill(os.getpid(), signal.SIGKILL)
    written(path, data)

written, checkpoint.write_json = checkpoint.write_json, write_json
settings = {"epochs": 2, "batch": 128, "flip": True}
rd.train(spec, out=out, progress=Deadly(), checkpoint_every=5, settings=settings)
"""


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "last.safetensors")


def assert_same(left: dict[str, torch.Tensor], right: dict[str, torch.Tensor]) -> None:
    assert left.keys() == right.keys()
    assert [key for key in left if not torch.equal(left[key], right[key])] == []


@pytest.fixture(scope="module")
def undisturbed(tiny_text: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, torch.Tensor]:
    """The weights of a training that nothing happens to. Its checkpoints are others: they must not matter."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "tiny.arch").write_text(tiny_text, encoding="utf-8")
    rd.train(f"{folder}/tiny.arch:tiny", out=folder / "run", progress=False, settings=SETTINGS)
    return weights(folder / "run")


@pytest.mark.parametrize(
    ("step", "when", "left"), [(18, "stepping", 15), (20, "writing", 15)], ids=["in an epoch", "in a checkpoint"]
)
def test_a_killed_training_ends_with_the_same_weights(
    train: Train,
    script: Script,
    tiny: str,
    tmp_path: Path,
    undisturbed: dict[str, torch.Tensor],
    step: int,
    when: str,
    left: int,
) -> None:
    killed = script(KILLED, tiny, "killed", str(step), when)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    found = checkpoints.find_checkpoint(tmp_path / "killed")
    assert found is not None
    progress = json.loads((found / "progress.json").read_text())
    assert (progress["step"], progress["position"]) == (left, left - 12)
    assert bool(list(found.parent.glob("*.part"))) == (when == "writing")
    outcome = train(out="killed", options={"checkpoint_every": EVERY}, **SETTINGS)
    assert [record.epoch for record in outcome.history] == [1, 2]
    assert_same(weights(tmp_path / "killed"), undisturbed)
    assert not list(found.parent.glob("*.part"))


class Stopping(Silent):
    """Sends a signal behind a step, or a pass through the data."""

    def __init__(self, number: int, step: int, phase: str = "training") -> None:
        self.number, self.left, self.phase_wanted, self.name = number, step, phase, ""

    def phase(self, name: str, epoch: int, epochs: int, done: int, total: int) -> None:
        self.name = name

    def step(self, loss: float) -> None:
        self.left -= self.name == self.phase_wanted
        if self.left == 0:
            signal.raise_signal(self.number)


@pytest.mark.parametrize(
    ("number", "step", "phase"),
    [(signal.SIGINT, 7, "training"), (signal.SIGTERM, 14, "training"), (signal.SIGINT, 4, "validation")],
)
def test_a_stopped_training_ends_with_the_same_weights(
    train: Train,
    tmp_path: Path,
    undisturbed: dict[str, torch.Tensor],
    number: int,
    step: int,
    phase: str,
) -> None:
    assert threading.current_thread() is threading.main_thread()
    before = signal.getsignal(number)
    with pytest.raises(Interrupted, match="the same command goes on from the checkpoint in") as stopped:
        train(out="stopped", options={"progress": Stopping(number, step, phase)}, **SETTINGS)
    assert stopped.value.signal == number
    assert signal.getsignal(number) is before
    train(out="stopped", **SETTINGS)
    assert_same(weights(tmp_path / "stopped"), undisturbed)


def test_a_folder_is_enough_to_go_on(train: Train, tmp_path: Path, undisturbed: dict[str, torch.Tensor]) -> None:
    with pytest.raises(Interrupted):
        train(out="stopped", options={"progress": Stopping(signal.SIGINT, 7)}, **SETTINGS)
    (tmp_path / "tiny.arch").unlink()
    rd.train(resume=tmp_path / "stopped", progress=False)
    assert_same(weights(tmp_path / "stopped"), undisturbed)


def test_a_finished_training_is_not_done_again(train: Train, tmp_path: Path) -> None:
    first = train(iterations=3)
    (tmp_path / "run" / "last.safetensors").unlink()
    assert train(iterations=3).history == first.history
    assert (tmp_path / "run" / "last.safetensors").exists()
    assert train(iterations=3, options={"restart": True}).history[0].train_loss == first.history[0].train_loss


def test_what_differs_is_said(train: Train, tmp_path: Path) -> None:
    train(iterations=2)
    path = tmp_path / "tiny.arch"
    path.write_text(path.read_text().replace("16, /2", "24, /2"))
    with pytest.raises(TrainingError) as error:
        train(iterations=2, learning_rate=0.2, options={"seed": 1})
    said = str(error.value)
    assert "holds another run; what differs:" in said
    assert "`recipe.learning_rate` is 0.2, and was 0.1" in said
    assert "`seed` is 1, and was 0" in said
    assert "`network.hash` is" in said
    assert "24" in said
    assert "-        self.fc = nn.Linear(16, 10)" in said
    assert "`--restart`" in said


def test_where_something_is_written_does_not_matter(train: Train, tmp_path: Path) -> None:
    train(iterations=2)
    path = tmp_path / "tiny.arch"
    path.write_text("# a comment\n" + path.read_text().replace("small enough", "that is small enough"))
    assert len(train(iterations=2).history) == 1


@pytest.mark.parametrize("name", ["model.safetensors", "optimizer.pt", "random-0.pt", "progress.json"])
def test_a_damaged_checkpoint_is_said(train: Train, tmp_path: Path, name: str) -> None:
    train(iterations=2)
    found = checkpoints.find_checkpoint(tmp_path / "run")
    assert found is not None
    (found / name).write_bytes((found / name).read_bytes()[:20])
    with pytest.raises(TrainingError, match="damaged"):
        train(iterations=2)


def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(
    train: Train, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, torch.Tensor]
) -> None:
    def full(path: Path, data: bytes) -> int:
        if "checkpoint-000002" in str(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return written(path, data)

    written = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    said = "cannot be written: No space left on device; once that is mended, the same command goes on from the last"
    with pytest.raises(TrainingError, match=said):
        train(**SETTINGS)
    assert [path.name for path in (tmp_path / "run" / "checkpoints").iterdir()] == ["checkpoint-000001"]
    monkeypatch.undo()
    train(**SETTINGS)
    assert_same(weights(tmp_path / "run"), undisturbed)


class Small(Silent):
    """From the beginning of a training no file may be large."""

    def begin(self, lines: Iterable[str]) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def test_a_file_that_the_system_refuses_is_no_half_file(
    train: Train, tmp_path: Path, undisturbed: dict[str, torch.Tensor]
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    said = r"`.*/best.safetensors` cannot be written: File too large; once .* begins again: there is no checkpoint yet"
    try:
        with pytest.raises(TrainingError, match=said):
            train(options={"progress": Small()}, **SETTINGS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == ["network.json", "run.json"]
    train(**SETTINGS)
    assert_same(weights(tmp_path / "run"), undisturbed)


KILLED_BEHIND = """
import os, signal, sys
import resnet_dsl as rd

spec, out, name = sys.argv[1:]

def replace(source, target):
    replaced(source, target)
    if str(target).endswith(name):
        os.kill(os.getpid(), signal.SIGKILL)

replaced, os.replace = os.replace, replace
rd.train(spec, out=out, progress=False, settings={"epochs": 2, "batch": 128, "flip": True}, checkpoint_every=5)
"""


def test_a_training_killed_between_two_files_goes_on(
    train: Train, script: Script, tiny: str, tmp_path: Path, undisturbed: dict[str, torch.Tensor]
) -> None:
    """When a checkpoint is in place, and the one before is too; in the midst of others; before the network is there."""
    killed = script(KILLED_BEHIND, tiny, "run", "checkpoint-000002")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(list((tmp_path / "run" / "checkpoints").iterdir())) == 2
    (tmp_path / "run" / ".best.safetensors.part").write_bytes(b"half a fi")
    (tmp_path / "run" / "network.json").unlink()
    with pytest.raises(
        TrainingError, match=r"has no `network.json`: the command that the run was begun with writes it"
    ):
        rd.train(resume=tmp_path / "run")
    train(options={"checkpoint_every": EVERY}, **SETTINGS)
    assert (tmp_path / "run" / "network.json").exists()
    assert_same(weights(tmp_path / "run"), undisturbed)
    assert not list((tmp_path / "run").rglob("*.part"))
    assert len(list((tmp_path / "run" / "checkpoints").iterdir())) == 1


def test_a_folder_of_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="is no folder of a run"):
        rd.train(resume=tmp_path)
