"""Everything that is done with a module: copied, stored, traced, exported, compiled, scripted, cast.

Each for the built model and for the emitted file imported from disk, for a network with one result and one with three.
"""

import inspect
import io
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from copy import copy, deepcopy
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import torch
from comparing import assert_bits, import_file, network_class, noise, results, train_step
from torch import Tensor, nn

import resnet_dsl as rd

SMALL = Path(__file__).parent / "networks" / "small.arch"
SPECS: dict[str, Any] = {"small": SMALL, "googlenet": "googlenet"}
Mode = Callable[[nn.Module, Tensor], Any]


@pytest.fixture(scope="module", params=["built small", "emitted small", "built googlenet"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> nn.Module:
    """A network whose running statistics have seen data."""
    way, name = request.param.split()
    torch.manual_seed(0)
    if way == "built":
        made: nn.Module = rd.build(SPECS[name])
    else:
        path = tmp_path_factory.mktemp("emitted") / f"emitted_{name}_modes.py"
        path.write_text(rd.emit(SPECS[name]), encoding="utf-8")
        made = network_class(import_file(path))()
    train_step(made, noise(4, 3, 32, 32, seed=7))
    made.zero_grad()
    return made.eval()


def torch_saved(model: nn.Module) -> nn.Module:
    file = io.BytesIO()
    torch.save(model, file)
    file.seek(0)
    loaded: nn.Module = torch.load(file, weights_only=False)
    return loaded


def scripted_and_saved(model: nn.Module) -> Any:
    file = io.BytesIO()
    torch.jit.save(torch.jit.script(model), file)
    file.seek(0)
    return torch.jit.load(file)  # type: ignore[no-untyped-call]


COPIES: dict[str, Callable[[nn.Module], nn.Module]] = {
    "copy": copy,
    "deepcopy": deepcopy,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
    "torch.save": torch_saved,
}
EXACT: dict[str, Mode] = {
    "fx": lambda model, x: torch.fx.symbolic_trace(model)(x),
    "export": lambda model, x: torch.export.export(model, (x,)).module()(x),
    "compile": lambda model, x: torch.compile(model, backend="aot_eager", fullgraph=True)(x),
    "script": lambda model, x: torch.jit.script(model)(x),
    "script and save": lambda model, x: scripted_and_saved(model)(x),
    "functional_call": lambda model, x: torch.func.functional_call(model, dict(model.state_dict()), (x,)),
}


@pytest.fixture(autouse=True)
def forget_compiled() -> None:
    torch.compiler.reset()


@pytest.mark.parametrize("how", COPIES)
def test_copies(model: nn.Module, how: str) -> None:
    made = COPIES[how](model)
    assert type(made) is type(model)
    x = noise(2, 3, 32, 32)
    assert_bits(results(made(x)), results(model(x)))
    assert_bits(made.state_dict(), model.state_dict())
    shared = made.state_dict(keep_vars=True)["fc.weight"] is model.state_dict(keep_vars=True)["fc.weight"]
    assert shared == (how == "copy")


@pytest.mark.parametrize("how", EXACT)
def test_modes(model: nn.Module, how: str) -> None:
    x = noise(2, 3, 32, 32)
    with torch.no_grad():
        assert_bits(results(EXACT[how](model, x)), results(model(x)))


def in_training(run: Callable[[Tensor], Any], x: Tensor) -> dict[str, Tensor]:
    torch.manual_seed(3)
    return results(run(x))


@pytest.mark.parametrize("how", ["compile", "script", "export"])
def test_modes_in_training(model: nn.Module, how: str) -> None:
    """Where there are side results, they come; dropout draws from the seed as in the model itself."""
    x = noise(4, 3, 32, 32)
    ours = in_training(deepcopy(model).train(), x)
    other = deepcopy(model).train()
    theirs = in_training(lambda entry: EXACT[how](other, entry), x)
    assert_bits(ours, theirs)


@pytest.mark.slow
@pytest.mark.skipif(which("g++") is None, reason="inductor compiles with g++, which is missing")
def test_inductor() -> None:
    """Inductor fuses, so that sums come in another order."""
    model = rd.build(SMALL).eval()
    x = noise(2, 3, 32, 32)
    with torch.no_grad():
        compiled: Any = torch.compile(model)
        torch.testing.assert_close(compiled(x), model(x), rtol=1e-4, atol=1e-5)


def test_channels_last(model: nn.Module) -> None:
    """Another layout in memory takes other kernels, which sum in another order."""
    x = noise(2, 3, 32, 32)
    other: Any = deepcopy(model)
    other = other.to(memory_format=torch.channels_last)
    with torch.no_grad():
        torch.testing.assert_close(
            other(x.contiguous(memory_format=torch.channels_last)), model(x), rtol=1e-4, atol=1e-5
        )


def test_autocast(model: nn.Module) -> None:
    """Eight bits of mantissa: a hundredth of the largest value."""
    x = noise(2, 3, 32, 32)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        output = model(x)
    with torch.no_grad():
        expected = model(x)
    assert output.dtype == torch.bfloat16
    assert (output.float() - expected).abs().max() < 0.03 * expected.abs().max()


def test_double(model: nn.Module) -> None:
    x = noise(2, 3, 32, 32)
    with torch.no_grad():
        torch.testing.assert_close(deepcopy(model).double()(x.double()).float(), model(x), rtol=1e-4, atol=1e-5)


# into another process

LOAD = """
import sys
import torch

model = torch.load(sys.argv[1], weights_only=False)
torch.save(model(torch.load(sys.argv[2])), sys.argv[3])
assert "lark" not in sys.modules, "loading has parsed a file"
"""


@pytest.mark.parametrize("part", ["", "layer2.0", "layer2"])
@pytest.mark.parametrize("name", ["gone", "googlenet"])
def test_a_fresh_process(name: str, part: str, tmp_path: Path) -> None:
    """A stored model, or a part of one, needs this package, and not the file that it was compiled from."""
    part = {"layer2.0": "inception3a", "layer2": "inception4a.branch2"}.get(part, "") if name == "googlenet" else part
    spec = tmp_path / "gone.arch"
    spec.write_text(SMALL.read_text().replace("arch small", "arch gone"))
    model = rd.build("googlenet" if name == "googlenet" else spec).eval()
    spec.unlink()
    stored = model.get_submodule(part)
    channels = {"": 3, "inception3a": 192, "inception4a.branch2": 480}.get(part, 8)
    x = noise(2, channels, 32, 32)
    paths = [tmp_path / file for file in ("model.pt", "input.pt", "output.pt")]
    torch.save(stored, paths[0])
    torch.save(x, paths[1])
    command = [sys.executable, "-W", "error", "-c", LOAD, *map(str, paths)]
    run = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    with torch.no_grad():
        assert torch.equal(torch.load(paths[2]), stored(x))


def environment() -> dict[str, str]:
    """An environment that has the package from where it is."""
    return {**os.environ, "PYTHONPATH": str(Path(rd.__file__).parents[1])}


def test_the_emitted_file_in_a_fresh_process(tmp_path: Path) -> None:
    """It needs torch and nothing else: isolated, it does not even find this package."""
    (tmp_path / "net.py").write_text(rd.emit(SMALL), encoding="utf-8")
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
import torch, net
print(net.Small()(torch.ones(1, 3, 32, 32)).shape)
assert not [name for name in sys.modules if name.startswith("resnet_dsl.")]
"""
    run = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "torch.Size([1, 10])", run.stderr


# pickles in detail


def double(module: nn.Module, arguments: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return (2 * arguments[0],)


@pytest.mark.parametrize("how", COPIES)
def test_hooks_survive(how: str) -> None:
    model = rd.build(SMALL).eval()
    model.layer2[0].register_forward_pre_hook(double)
    x = noise(1, 3, 32, 32)
    assert torch.equal(COPIES[how](model)(x), model(x))
    assert not torch.equal(rd.build(SMALL).eval()(x), model(x))


@pytest.mark.parametrize("how", ["deepcopy", "pickle", "torch.save"])
def test_a_model_compiled_in_place(how: str) -> None:
    """What `Module.compile` keeps cannot be stored, and `nn.Module` leaves it out."""
    model = rd.build(SMALL).eval()
    model.compile(backend="aot_eager")
    x = noise(1, 3, 32, 32)
    assert torch.equal(COPIES[how](model)(x), model(x))


class Halved(type(rd.build(SMALL))):  # type: ignore[misc]
    """A subclass by a user."""

    def forward(self, x: Tensor) -> Tensor:
        """Half of it."""
        return super().forward(x) / 2  # type: ignore[no-any-return]


@pytest.mark.parametrize("how", COPIES)
def test_a_subclass_stays_one(how: str) -> None:
    model = Halved().eval()
    x = noise(1, 3, 32, 32)
    made = COPIES[how](model)
    assert type(made) is Halved
    assert torch.equal(made(x), model(x))


@pytest.mark.parametrize("how", ["deepcopy", "pickle"])
def test_named_results_stay_what_they_are(how: str) -> None:
    value = rd.build("googlenet").train()(noise(2, 3, 32, 32))
    value = type(value)(*(tensor.detach() for tensor in value))
    copied: Any = COPIES[how](value)
    assert type(copied) is type(value)
    assert_bits(results(copied), results(value))


# the text that runs


def test_what_runs_is_what_is_emitted() -> None:
    for spec in SPECS.values():
        model = rd.build(spec)
        module = sys.modules[type(model).__module__]
        assert inspect.getsource(module) == rd.emit(spec)
        assert inspect.getsource(type(model)) in rd.emit(spec)


def test_the_source_of_a_block() -> None:
    source = inspect.getsource(type(rd.build("resnet50").layer1[0]))
    assert source.startswith("class Bottleneck(nn.Module):")
    assert "self.conv3 = nn.Conv2d(" in source
    assert source in rd.emit("resnet50")


def test_a_traceback_shows_the_line() -> None:
    model = rd.build(SMALL)
    with pytest.raises(RuntimeError) as caught:
        model.layer3[1](noise(1, 5, 8, 8))
    lines = traceback.format_exception(caught.value)
    assert any("in forward\n    out = self.relu1(self.bn1(self.conv1(x)))" in line for line in lines)


def test_equal_texts_are_one_class() -> None:
    """Two builds of one spec are of one type; another spec has its own."""
    assert type(rd.build(SMALL)) is type(rd.build(SMALL, classes=10))
    assert type(rd.build(SMALL)) is not type(rd.build(SMALL, classes=11))
