"""A small network, and weights of it that torchvision's own code fetches from a folder that stands for the network."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

import resnet_dsl as rd
from resnet_dsl.torchvision_import import import_torchvision

TINY = """
block head(classes) { global_avgpool; flatten; fc: linear classes }

arch tiny(classes = 5, aux = true, bent = false, width = 4) {
    weights torchvision.tiny (V1), aux=false, bent=true
    input 3x8x8
    order conv bn + relu
    conv1: conv 3x3, width
    if bent { bend: tanh }
    conv2: conv 3x3, 8
    if aux { output aux1 when training: head classes from conv1 }
    global_avgpool
    flatten
    fc: linear classes
}
"""
State = dict[str, Tensor]


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The spec `tiny.arch` in the folder of the test, where the test runs."""
    monkeypatch.chdir(tmp_path)
    path = Path("tiny.arch")
    path.write_text(TINY, encoding="utf-8")
    return path


@pytest.fixture
def state(tiny: Path) -> State:
    """Weights of the network with its head for training, none of them as a fresh network has it."""
    torch.manual_seed(5)
    fresh: State = rd.build(tiny).state_dict()
    return {key: torch.rand_like(one) if one.is_floating_point() else one + 3 for key, one in fresh.items()}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where torch.hub keeps files."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "hub" / "checkpoints"


class Publisher:
    """Puts weights where they can be fetched, and makes torchvision know a model `tiny` that has them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        folder.mkdir()

    def __call__(self, content: Any, name: str = "tiny-{hash}.pth", default: str = "V1") -> Any:
        data = content if isinstance(content, bytes) else saved(content)
        path = self.folder / name.format(hash=hashlib.sha256(data).hexdigest()[:8])
        path.write_bytes(data)
        return self.register(path.as_uri(), default)

    def register(self, url: str, default: str = "V1") -> Any:
        """The weights `V1` at an address; `default` names torchvision's default."""
        models = import_torchvision().models
        first = models.Weights(url=url, transforms=None, meta={})
        other = models.Weights(url=f"{url}.other", transforms=None, meta={})
        members = {"V1": first, "V9": other, "DEFAULT": {"V1": first, "V9": other}[default]}
        enum = models.WeightsEnum("Tiny_Weights", members)

        def builder(*, weights: Any = None) -> None: ...

        builder.__annotations__ = {"weights": enum}
        self.monkeypatch.setitem(models._api.BUILTIN_MODELS, "tiny", builder)
        return enum["V1"]


@pytest.fixture
def publish(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    return Publisher(tmp_path / "network", monkeypatch)


def saved(content: Any) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer)
    return buffer.getvalue()


@pytest.fixture
def refused() -> Callable[..., Any]:
    """The one diagnostic of a build that fails."""

    def call(*arguments: Any, **options: Any) -> Any:
        with pytest.raises(rd.ArchError) as error:
            rd.build(*arguments, progress=False, **options)
        (diagnostic,) = error.value.diagnostics
        return diagnostic

    return call
