"""The command `train`: what it prints, how it ends, and what is said to a mistake."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]
SPEC = """
arch small(classes = 10) {
    input 3x8x8
    order conv bn + relu
    conv 3x3, 4
    global_avgpool
    flatten
    fc: linear classes
}
"""
QUICK = ("--iterations", "2", "--batch", "256")


@pytest.fixture
def spec(tmp_path: Path) -> str:
    (tmp_path / "small.arch").write_text(SPEC, encoding="utf-8")
    return "small.arch"


def test_a_training_in_a_pipe(run: Run, spec: str) -> None:
    result = run("train", spec, *QUICK)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "small on digits: 1,442 images to train with and 355 to validate, 10 classes"
    assert lines[1] == "input 1x8x8: the channels of the data; the spec has 3x8x8"
    assert lines[-2].startswith("epoch 1/1  training ")
    assert lines[-1].startswith("best: epoch 1 with a validation accuracy of ")
    assert "\x1b" not in result.output
    again = run("train", spec, *QUICK)
    assert "this run is finished already: all steps are done; `--restart` begins anew" in again.output
    assert [path.name for path in Path("runs").iterdir()] == [re.findall(r"runs/([\w-]+)", result.output)[0]]


def test_the_result_as_json(run: Run, spec: str) -> None:
    result = run("train", spec, *QUICK, "--json", "-o", "out")
    data = json.loads(result.output)
    assert (data["name"], data["data"], data["steps"], data["folder"]) == ("small", "digits", 2, "out")
    assert data["best"] == data["last"]
    built = run("build", spec, "--input", "1x8x8", "-w", data["best_weights"])
    assert built.exit_code == 0, built.output


def test_a_run_goes_on_from_its_folder(run: Run, spec: str) -> None:
    run("train", spec, *QUICK, "-o", "out")
    result = run("train", "--resume", "out")
    assert result.exit_code == 0, result.output
    assert "goes on behind step 2 of 2" in result.output


def test_a_changed_recipe_is_refused(run: Run, spec: str) -> None:
    run("train", spec, *QUICK, "-o", "out")
    result = run("train", spec, *QUICK, "-o", "out", "--learning-rate", "0.5")
    assert result.exit_code == 1
    assert "`recipe.learning_rate` is 0.5, and was 0.1" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["small.arch", "--data", "digit"], "did you mean `digits`?"),
        (["small.arch", "--recipe", "cifr"], "did you mean `cifar`?"),
        (["small.arch", "--set", "lerning_rate=1"], "did you mean `learning_rate`?"),
        (["small.arch", "--set", "epochs"], "`epochs` is not NAME=VALUE"),
        (["small.arch", "--batch", "0"], "`batch` cannot be `0`"),
        (["small.arch", "--precision", "fp16", "--cpu"], "take `fp32` or `bf16`"),
        ([], "a SPEC is missing"),
        (["-p", "classes=3"], "are of a SPEC, and none is given"),
        (["--resume", "out", "--epochs", "3"], "leave out `--epochs`"),
        (["small.arch", "--resume", "out"], "leave out `small.arch`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_wish(run: Run, spec: str, arguments: list[str], said: str) -> None:
    result = run("train", *arguments)
    assert result.exit_code == 2, result.output
    assert said in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["small.arch", "--data", "cifar10"], "`--data cifar10 --download` fetches it"),
        (["--resume", "none"], "`none` is no folder of a run"),
        (["none.arch"], "E0101"),
    ],
)
def test_what_is_not_there(run: Run, spec: str, arguments: list[str], said: str) -> None:
    result = run("train", *arguments)
    assert result.exit_code == 1, result.output
    assert said in result.output


@pytest.mark.parametrize("missing", ["torch", "accelerate", "matplotlib"])
def test_what_is_not_installed_is_said(process: Process, spec: str, missing: str) -> None:
    result = process("train", spec, without=(missing,))
    assert (result.returncode, result.stdout) == (1, "")
    assert f"training needs {missing}: install it with `pip install 'resnet-dsl[train]'`" in result.stderr


def test_help_needs_none_of_it(process: Process) -> None:
    result = process("train", "--help", without=("torch", "accelerate", "matplotlib", "numpy"))
    assert result.returncode == 0, result.stderr
    assert "digits" in result.stdout


def test_an_interrupt_on_a_terminal_ends_behind_a_checkpoint(spec: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "resnet_dsl", "train", spec, "--epochs", "999", "-o", "out"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "TERM": "xterm", "COLUMNS": "160"}
    ours, theirs = pty.openpty()
    started = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    output, sent = b"", False
    try:
        while part := os.read(ours, 4096):
            output += part
            if not sent and b"epoch   2/999  training" in output:
                started.send_signal(signal.SIGINT)
                sent = True
    except OSError:  # the end of a terminal
        pass
    os.close(ours)
    assert started.wait(timeout=60) == 130
    assert b"epoch 1/999 training" in output
    assert re.search(rb"stopped behind step [\d,]+ of 22,977 .*goes on from the checkpoint in `out`", output)
    assert b"Traceback" not in output
