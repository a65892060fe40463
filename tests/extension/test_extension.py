"""One new file, and no other touched: an op, a block, a backend; and an op that another package offers.

The folders of a test stand beside those of the package for as long as the test runs.
"""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import torch
from torch import nn

import resnet_dsl as rd
import resnet_dsl.backends
import resnet_dsl.ops
from resnet_dsl.backends.core import registry as backend_registry
from resnet_dsl.ops.core import registry as op_registry

OP = '''
"""Maxout: the largest of several channels."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.kinds import COUNT
from resnet_dsl.ops.core.op import ACTIVATION, Op, OpError, parameter
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

SUPPORT = """
class Maxout(nn.Module):
    \\"\\"\\"The largest of every few channels, times a learnt factor.\\"\\"\\"

    def __init__(self, channels: int, pieces: int) -> None:
        super().__init__()
        self.pieces = pieces
        self.factor = nn.Parameter(torch.ones(channels // pieces, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        batch, channels, height, width = x.shape
        x = x.view(batch, channels // self.pieces, self.pieces, height, width)
        return self.factor * x.amax(2)
""".lstrip()


@dataclass(frozen=True)
class Maxout(Op):
    """Shapes: channels×height×width to channels/pieces×height×width."""

    name: ClassVar[str] = "maxout"
    role: ClassVar[str] = ACTIVATION

    pieces: int = parameter(COUNT)

    def infer(self, input: Shape) -> Shape:
        if input.channels % self.pieces:
            raise OpError(f"{input.channels} channels cannot be divided by {self.pieces}")
        return input.with_sizes(channels=input.channels // self.pieces)

    def weights(self, input: Shape) -> dict[str, tuple[int, ...]]:
        return {"factor": (input.channels // self.pieces, 1, 1)}

    def macs(self, input: Shape, output: Shape) -> int:
        return output.elements

    def torch(self, input: Shape) -> TorchCall:
        arguments = (Argument("channels", input.channels), Argument("pieces", self.pieces))
        return TorchCall("Maxout", arguments, support=SUPPORT)
'''
OP_SPEC = """
block unit(width) {
    conv 3x3, 2 * width
    maxout 2
}
arch net {
    input 3x8x8
    unit 4
    unit 8
}
"""
BACKEND = '''
"""The names of the layers."""

from resnet_dsl.backends.core.backend import Backend
from resnet_dsl.ir.nodes import Arch, Layer, Node


def names(node: Node) -> str:
    return node.op.name if isinstance(node, Layer) else " ".join(map(names, node.nodes))


def run(arch: Arch) -> str:
    return names(arch.root)


BACKENDS = (Backend("words", (".words",), "the names of the layers", run),)
'''
BLOCK = """
block twice(width) {
    residual {
        conv 3x3, width
        conv 3x3, width
    } shortcut downsample: projection
}
"""
BLOCK_SPEC = """
import mine.blocks (twice)

arch net {
    input 3x8x8
    order conv bn + relu
    stage body: twice 8 x2
}
"""


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose files count as files of `resnet_dsl.ops` and `resnet_dsl.backends`."""
    registries: tuple[ModuleType, ...] = (op_registry, backend_registry)
    known = set(sys.modules)
    with monkeypatch.context() as patch:
        for package in (resnet_dsl.ops, resnet_dsl.backends):
            folder = tmp_path / package.__name__.rpartition(".")[2]
            folder.mkdir()
            patch.setattr(package, "__path__", [*package.__path__, str(folder)])
        patch.syspath_prepend(tmp_path / "site")
        yield tmp_path
    for name in set(sys.modules) - known:
        if name.startswith(("resnet_dsl.ops.", "resnet_dsl.backends.", "third_party")):
            del sys.modules[name]
            owner, _, last = name.rpartition(".")
            if owner in sys.modules:
                vars(sys.modules[owner]).pop(last, None)
    for registry in registries:
        registry.refresh()


def use_op(name: str) -> None:
    """Count, build, emit and run a network that uses the op."""
    arch = rd.loads(OP_SPEC.replace("maxout", name))
    model: nn.Module = rd.build(arch).eval()
    assert list(model.state_dict()) == [
        f"unit{i}.{member}" for i in (1, 2) for member in ("conv1.weight", "conv1.bias", f"{name}1.factor")
    ]
    found = rd.summary(arch)
    assert found.parameters == sum(parameter.numel() for parameter in model.parameters())
    assert found.macs == 64 * (3 * 8 * 9 + 4 + 4 * 16 * 9 + 8)
    x = torch.randn(2, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    plain = x
    for unit in (model.get_submodule("unit1"), model.get_submodule("unit2")):
        plain = unit.get_submodule("conv1")(plain).unflatten(1, (-1, 2)).amax(2)
    assert torch.equal(model(x), plain)
    assert torch.equal(torch.jit.script(model)(x), plain)
    names: dict[str, object] = {"__name__": "emitted"}
    exec(rd.emit(arch), names)
    assert "class Maxout(nn.Module):" in rd.emit(arch)


def test_an_op_is_one_file(beside: Path) -> None:
    with pytest.raises(rd.ArchError, match="there is no op or block `maxout`"):
        rd.loads(OP_SPEC)
    (beside / "ops" / "maxout.py").write_text(OP, encoding="utf-8")
    op_registry.refresh()
    use_op("maxout")
    assert "maxout" in op_registry.op_names()
    with pytest.raises(rd.ArchError, match="6 channels cannot be divided by 4"):
        rd.loads("arch net { input 6x8x8\n maxout 4 }")
    with pytest.raises(rd.ArchError, match="did you mean `pieces`"):
        rd.loads("arch net { input 6x8x8\n maxout piece=2 }")


def test_an_op_of_another_package(beside: Path) -> None:
    """By the entry point of an installed distribution, which is looked for only when a name is not known."""
    site = beside / "site"
    info = site / "third_party-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[resnet_dsl.ops]\nlargest = third_party_op\n")
    (site / "third_party_op.py").write_text(OP.replace('"maxout"', '"largest"'), encoding="utf-8")
    importlib.invalidate_caches()
    op_registry.refresh()
    assert op_registry.find_op("conv") is not None
    assert "third_party_op" not in sys.modules
    use_op("largest")
    assert "third_party_op" in sys.modules


def test_everything_is_as_before(beside: Path) -> None:
    """The last test's op is gone: what is known is found anew."""
    assert "maxout" not in op_registry.op_names()
    assert "largest" not in op_registry.op_names()


def test_a_backend_is_one_file(beside: Path) -> None:
    with pytest.raises(ValueError, match="there is no text form `words`"):
        rd.emit("resnet18", to="words")
    (beside / "backends" / "words.py").write_text(BACKEND)
    backend_registry.refresh()
    assert rd.emit(rd.loads("arch net { input 3x8x8\n conv 3x3, 8;  relu;  { bn } }"), to="words") == "conv relu bn"


def test_a_backend_of_another_package(beside: Path) -> None:
    site = beside / "site"
    info = site / "third_party-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[resnet_dsl.backends]\nwords = third_party_backend\n")
    (site / "third_party_backend.py").write_text(BACKEND)
    importlib.invalidate_caches()
    backend_registry.refresh()
    assert rd.emit("resnet18", to="words").endswith("global_avgpool flatten linear")


def test_a_block_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "blocks.arch").write_text(BLOCK)
    spec = tmp_path / "elsewhere" / "net.arch"
    spec.parent.mkdir()
    spec.write_text(BLOCK_SPEC)
    with pytest.raises(rd.ArchError, match=r"there is no file `mine/blocks\.arch`"):
        rd.load(spec)
    for arch in (rd.load(spec, folders=[tmp_path]), rd.loads(BLOCK_SPEC, folders=[tmp_path])):
        model = rd.build(arch)
        assert model(torch.ones(2, 3, 8, 8)).shape == (2, 8, 8, 8)
        assert [name for name, _ in model.body[0].named_children() if "downsample" in name] == ["downsample"]


def test_a_block_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "blocks.arch").write_text(BLOCK)
    command = [sys.executable, "-m", "resnet_dsl", "emit", "-", "-I", str(tmp_path)]
    run = subprocess.run(command, input=BLOCK_SPEC, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == rd.emit(rd.loads(BLOCK_SPEC, folders=[tmp_path])).strip()
