"""Two processes on this machine train as one does, whether each has the whole model or a part of it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from resnet_dsl.training.outcome import Outcome

Train = Callable[..., Outcome]
SETTINGS = {"iterations": 6, "batch": 48, "crop_padding": 0.1, "flip": True}
KINDS = ("whole", "sharded")
TRAINED = """
import signal, sys
import resnet_dsl as rd
from resnet_dsl.training import Interrupted
from resnet_dsl.training.report import Silent
from torch.distributed import destroy_process_group
from torch.distributed.tensor import DTensor

class Stop(Silent):
    steps = 0

    def step(self, loss):
        self.steps += 1
        if self.steps == 3:
            signal.raise_signal(signal.SIGINT)  # in one of the processes, and both stop

def train(spec, out, kind, progress=False):
    outcome = rd.train(spec, out=f"{out}-{kind}", sharded=kind == "sharded", rate=0.0, progress=progress,
                       checkpoint_every=2, settings={settings})
    assert all(isinstance(one, DTensor) for one in outcome.model.parameters()) == (kind == "sharded")

spec = sys.argv[1]
for kind in ("whole", "sharded"):
    train(f"{spec}_gn", "grouped", kind)
    train(spec, "undisturbed", kind)
    try:
        train(spec, "stopped", kind, Stop())
        raise AssertionError("nothing has stopped it")
    except Interrupted as stopped:
        assert "behind step 4 of 6" in str(stopped), stopped
    train(spec, "stopped", kind)
destroy_process_group()
"""


@pytest.fixture(scope="module")
def trained(tiny_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs of two processes, which are started once: starting costs more than training."""
    folder = tmp_path_factory.mktemp("processes")
    (folder / "tiny.arch").write_text(tiny_text, encoding="utf-8")
    (folder / "script.py").write_text(TRAINED.replace("{settings}", repr(SETTINGS)), encoding="utf-8")
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    variables = {"PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1"}
    command = [*launch, "script.py", "tiny.arch:tiny"]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | variables, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_two_processes_train_as_one(train: Train, tiny: str, tmp_path: Path, trained: Path, kind: str) -> None:
    """Group normalisation knows no batch, so that nothing but the order of sums differs."""
    one = train(options={"spec": f"{tiny}_gn", "rate": 0.0}, **SETTINGS).history[-1]
    two = json.loads((trained / f"grouped-{kind}" / "epochs.jsonl").read_text())
    assert two["train_loss"] == pytest.approx(one.train_loss, rel=1e-5)
    assert two["validation_loss"] == pytest.approx(one.validation_loss, rel=1e-5)
    assert two["train_accuracy"] == one.train_accuracy
    left, right = load_file(tmp_path / "run/last.safetensors"), load_file(trained / f"grouped-{kind}/last.safetensors")
    assert left.keys() == right.keys()
    assert all(torch.allclose(left[key], right[key], rtol=1e-3, atol=1e-5) for key in left)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_two_stopped_processes_end_with_the_same_weights(trained: Path, kind: str) -> None:
    """Batch normalisation has statistics in each process: they must be those of the undisturbed training too."""
    left, right = (load_file(trained / f"{run}-{kind}" / "last.safetensors") for run in ("undisturbed", "stopped"))
    assert left.keys() == right.keys()
    assert [key for key in left if not torch.equal(left[key], right[key])] == []
