"""Two processes on this machine train as one does, whether each has the whole model or a part of it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from resnet_dsl.training.outcome import Outcome

Script = Callable[..., "subprocess.CompletedProcess[str]"]
Train = Callable[..., Outcome]
SETTINGS = {"iterations": 6, "batch": 48, "crop_padding": 0.1, "flip": True}
TRAINED = """
import os, signal, sys
import resnet_dsl as rd
from torch.distributed import destroy_process_group
from torch.distributed.tensor import DTensor

spec, out, *kinds = sys.argv[1:]
settings = {"iterations": 6, "batch": 48, "crop_padding": 0.1, "flip": True}

class Stop:
    def begin(self, lines): print(*lines, sep="\\n")
    def phase(self, name, *others): self.training = name == "training"
    def step(self, loss):
        self.left -= self.training
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    def epoch(self, record, epochs, *, best): pass
    def end(self): pass
    def outcome(self, data): pass

stop = Stop()
stop.left = 4 if "killed" in kinds else 10**6
outcome = rd.train(spec, out=out, settings=settings, sharded="sharded" in kinds, rate=0.0,
                   checkpoint_every=2, progress=stop)
parameters = list(outcome.model.parameters())
assert all(isinstance(one, DTensor) for one in parameters) == ("sharded" in kinds)
destroy_process_group()
"""


def history(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / "epochs.jsonl").read_text().splitlines()[-1])
    return record


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["whole", "sharded"])
def test_two_processes_train_as_one(train: Train, script: Script, tiny: str, tmp_path: Path, kind: str) -> None:
    """Group normalisation knows no batch, so that nothing but the order of sums differs."""
    train(out="one", options={"spec": f"{tiny}_gn", "rate": 0.0}, **SETTINGS)
    done = script(TRAINED, f"{tiny}_gn", "two", kind, processes=2)
    assert done.returncode == 0, done.stderr
    one, two = history(tmp_path / "one"), history(tmp_path / "two")
    for name in ("train_loss", "validation_loss"):
        assert two[name] == pytest.approx(one[name], rel=1e-5)
    assert two["train_accuracy"] == one["train_accuracy"]
    left, right = (load_file(tmp_path / folder / "last.safetensors") for folder in ("one", "two"))
    assert left.keys() == right.keys()
    assert all(torch.allclose(left[key], right[key], rtol=1e-3, atol=1e-5) for key in left)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["whole", "sharded"])
def test_two_killed_processes_end_with_the_same_weights(script: Script, tiny: str, tmp_path: Path, kind: str) -> None:
    """Batch normalisation has statistics in each process: they must be those of the undisturbed training too."""

    def run(out: str, *kinds: str) -> "subprocess.CompletedProcess[str]":
        return script(TRAINED, tiny, out, kind, *kinds, processes=2)

    assert run("undisturbed").returncode == 0
    assert run("stopped", "killed").returncode != 0
    again = run("stopped")
    assert again.returncode == 0, again.stderr
    assert "goes on behind step" in again.stdout
    left, right = (load_file(tmp_path / folder / "last.safetensors") for folder in ("undisturbed", "stopped"))
    assert [key for key in left if not torch.equal(left[key], right[key])] == []
