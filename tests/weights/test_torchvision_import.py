"""Torchvision's import, beside a torch that it matches and one that it does not."""

import importlib
import subprocess
import sys
from importlib.metadata import version
from types import ModuleType

import pytest
import torch

from resnet_dsl.torchvision_import import FAILURE, MISSING, import_torchvision

FORWARD = """
import torch
from resnet_dsl.torchvision_import import import_torchvision

torchvision = import_torchvision()
assert import_torchvision() is torchvision
model = torchvision.models.get_model("resnet18").eval()
assert model(torch.zeros(1, 3, 64, 64)).shape == (1, 1000)
print(torchvision.__version__)
"""


class Imports:
    """Stands in for `import_module`: takes what to raise call by call, notes whether it met a half-imported module."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.outcomes = list(outcomes)
        self.half_imported: list[bool] = []

    def __call__(self, name: str) -> ModuleType:
        assert name == "torchvision"
        self.half_imported.append("torchvision.half" in sys.modules)
        outcome = self.outcomes.pop(0)
        if outcome is not None:
            raise outcome
        return ModuleType(name)


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operators declared; `torchvision.half` stands for what a failed import leaves behind."""
    names: list[str] = []
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torchvision.half", ModuleType("torchvision.half"))
    monkeypatch.setattr(torch.library, "define", lambda name, signature: names.append(name))
    return names


def test_a_matching_build_is_imported_as_it_is(monkeypatch: pytest.MonkeyPatch, declared: list[str]) -> None:
    monkeypatch.setattr(importlib, "import_module", Imports(None))
    assert import_torchvision().__name__ == "torchvision"
    assert declared == []


def test_the_missing_operators_are_declared(monkeypatch: pytest.MonkeyPatch, declared: list[str]) -> None:
    imports = Imports(RuntimeError(FAILURE), None)
    monkeypatch.setattr(importlib, "import_module", imports)
    assert import_torchvision().__name__ == "torchvision"
    assert declared == [f"torchvision::{name}" for name in MISSING]
    assert imports.half_imported == [True, False]


@pytest.mark.parametrize("error", [RuntimeError("out of memory"), ModuleNotFoundError("torchvision")])
def test_other_failures_pass_through(monkeypatch: pytest.MonkeyPatch, declared: list[str], error: Exception) -> None:
    monkeypatch.setattr(importlib, "import_module", Imports(error))
    with pytest.raises(type(error), match=str(error)):
        import_torchvision()
    assert declared == []


def test_a_network_of_torchvision_runs() -> None:
    run = subprocess.run([sys.executable, "-W", "error", "-c", FORWARD], capture_output=True, text=True, check=False)
    assert run.stdout.strip().partition("+")[0] == version("torchvision").partition("+")[0], run.stderr
