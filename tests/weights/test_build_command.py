"""`resnet-dsl build`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner, Result
from safetensors.torch import load_file
from torch import Tensor

import resnet_dsl as rd
from resnet_dsl.cli.main import cli

Run = Callable[..., Result]
State = dict[str, Tensor]
PARAMETERS = 490
TENSORS = 16
WITHOUT = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] == {name!r}:
            raise ModuleNotFoundError(f'No module named {{name!r}}', name=name)
sys.meta_path.insert(0, Without())
from resnet_dsl.cli.main import main
main()
"""


@pytest.fixture
def run(tiny: Path) -> Run:
    """The command in the folder of `tiny.arch`; nothing but an exit may come out of it."""

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(cli, ["build", *arguments], prog_name="resnet-dsl")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


@pytest.fixture
def file(state: State) -> str:
    torch.save(state, "all.pth")
    return "all.pth"


def test_fresh_weights(run: Run) -> None:
    result = run("tiny.arch", "--seed", "3", "-o", "one.pth")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        f"tiny: {PARAMETERS} parameters, fresh weights\n",
        "",
    )
    run("tiny.arch", "--seed", "3", "-o", "two.safetensors")
    one, two = torch.load("one.pth"), load_file("two.safetensors")
    assert one.keys() == two.keys()
    assert all(torch.equal(one[key], two[key]) for key in one)


def test_published_weights(run: Run, state: State, publish: Any) -> None:
    publish(state)
    result = run("tiny.arch", "-w", "V1", "-o", "net.safetensors")
    assert result.exit_code == 0
    assert result.stdout.endswith(" parameters, Tiny_Weights.V1, 14 tensors loaded, 0 fresh\n")
    assert result.stderr == ""
    assert all(torch.equal(tensor, state[key]) for key, tensor in load_file("net.safetensors").items())


def test_json_and_a_fresh_head(run: Run, state: State, publish: Any) -> None:
    publish(state)
    result = run("tiny.arch", "-w", "V1", "-p", "classes=2 + 1", "-p", "aux=true", "--json", "-o", "net.pth")
    assert (
        result.stderr
        == "warning: `aux1.fc`, `fc` are fresh, and to be trained: `Tiny_Weights.V1` has another number of classes\n"
    )
    assert json.loads(result.stdout) == {
        "name": "tiny",
        "parameters": 462,
        "weights": "Tiny_Weights.V1",
        "loaded": 12,
        "fresh": 4,
        "fresh_layers": ["aux1.fc", "fc"],
        "file": "net.pth",
    }


def test_weights_in_a_file(run: Run, file: str) -> None:
    result = run("tiny.arch", "--weights", file)
    assert result.stdout == f"tiny: {PARAMETERS} parameters, all.pth, {TENSORS} tensors loaded, 0 fresh\n"


def test_mistakes(run: Run, file: str) -> None:
    result = run("tiny.arch", "-w", "V2")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error[E0801]: ")
    result = run("tiny.arch", "-w", file, "-p", "width=6", "-o", "net.pth")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[E0807]" in result.stderr
    assert not Path("net.pth").exists()


def test_the_limit_of_layers(run: Run, file: str) -> None:
    for arguments in ((), ("-w", file)):
        few = run("tiny.arch", "--most-layers", "3", *arguments)
        assert few.exit_code == 1
        assert "a model may have 3" in few.stderr
        assert run("tiny.arch", "--most-layers", "300", *arguments).exit_code == 0


@pytest.mark.parametrize("name", ["net.txt", "net", "."])
def test_files_of_other_kinds(run: Run, name: str) -> None:
    result = run("tiny.arch", "-o", name)
    assert result.exit_code == 2
    assert "Usage: resnet-dsl build" in result.stderr


def test_a_file_that_cannot_be_written(run: Run, file: str) -> None:
    result = run("tiny.arch", "-o", f"{file}/net.pth")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "`all.pth/net.pth` cannot be written: Not a directory" in result.stderr


def test_a_file_is_replaced_whole(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("net.pth").write_text("old")
    before = sorted(Path().iterdir())

    def fail(self: Path, data: bytes) -> int:
        self.open("wb").close()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fail)
        result = run("tiny.arch", "-o", "net.pth")
    assert (result.exit_code, "No space left" in result.stderr) == (1, True)
    assert Path("net.pth").read_text() == "old"
    assert sorted(Path().iterdir()) == before
    assert run("tiny.arch", "-o", "net.pth").exit_code == 0
    assert torch.load("net.pth")
    assert sorted(Path().iterdir()) == before


def test_claims_are_reported_behind(run: Run, tiny: Path, file: str) -> None:
    tiny.write_text(tiny.read_text().replace("input 3x8x8", "input 3x8x8\n    assert depth == 9"))
    result = run("tiny.arch", "-w", file, "-o", "net.pth")
    assert result.exit_code == 1
    assert "tensors loaded" in result.stdout
    assert result.stderr.startswith("error[E0601]")
    assert Path("net.pth").exists()


def test_a_program(run: Run, tiny: Path, state: State, file: str) -> None:
    assert run("tiny.arch", "-w", file, "-o", "net.pt2").exit_code == 0
    program = torch.export.load("net.pt2").module()
    model = rd.build(tiny, weights=file).eval()
    for batch in (1, 5):
        x = torch.randn(batch, 3, 8, 8)
        assert torch.equal(program(x), model(x))


def test_a_program_with_side_results(run: Run) -> None:
    text = "arch a { input 3x8x8; c: conv 3x3, 4; output side: { flatten; linear 2 } from c; flatten; linear 3 }"
    Path("side.arch").write_text(text)
    assert run("side.arch", "-o", "side.pt2").exit_code == 0
    run("side.arch", "-o", "side.pth", "--seed", "1")
    assert run("side.arch", "-w", "side.pth", "-o", "side.pt2").exit_code == 0
    model = rd.build("side.arch", weights="side.pth").eval()
    x = torch.randn(3, 3, 8, 8)
    for one, other in zip(torch.export.load("side.pt2").module()(x), model(x), strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize("name", ["torch", "torchvision", "safetensors"])
def test_a_missing_package(tiny: Path, name: str) -> None:
    arguments = ["build", "tiny.arch", *({"torchvision": ["-w", "V1"]}.get(name, ["-o", "net.safetensors"]))]
    environment = os.environ | {"PYTHONPATH": str(Path(rd.__file__).parents[1])}
    script = WITHOUT.format(name=name)
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    said = f"Error: building a model needs {name}: install it with `pip install 'resnet-dsl[torch]'`\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    help = [sys.executable, "-c", script, "build", "--help"]
    assert subprocess.run(help, capture_output=True, env=environment, check=False).returncode == 0
