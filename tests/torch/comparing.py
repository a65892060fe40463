"""Two models compared to the bit, and an emitted file as an ordinary module."""

import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Step:
    """What a forward and backward pass leave behind, by name."""

    outputs: dict[str, Tensor]
    gradients: dict[str, Tensor]
    buffers: dict[str, Tensor]


def train_step(model: nn.Module, x: Tensor, seed: int = 0) -> Step:
    """One pass in training mode; dropout and its kin draw from the seed."""
    model.train().zero_grad()
    entry = x.clone().requires_grad_()
    torch.manual_seed(seed)
    outputs = results(model(entry))
    total = torch.stack([output.square().mean() for output in outputs.values()]).sum()
    total.backward()  # type: ignore[no-untyped-call]
    assert entry.grad is not None
    gradients = {"input": entry.grad} | {
        name: parameter.grad for name, parameter in model.named_parameters() if parameter.grad is not None
    }
    assert len(gradients) == 1 + len(list(model.parameters()))
    return Step(outputs, gradients, {name: buffer.clone() for name, buffer in model.named_buffers()})


def results(value: Any) -> dict[str, Tensor]:
    """The results of a model by name; those that are None left out."""
    if isinstance(value, Tensor):
        return {"output": value}
    return {name: item for name, item in value._asdict().items() if item is not None}


def assert_bits(ours: dict[str, Tensor], theirs: dict[str, Tensor]) -> None:
    """Fail unless both hold the same names in the same order, and finite values equal to the bit."""
    assert list(ours) == list(theirs)
    assert [name for name in ours if not torch.equal(ours[name], theirs[name])] == []
    assert [name for name in ours if not ours[name].isfinite().all()] == []


def assert_same_step(ours: nn.Module, theirs: nn.Module, x: Tensor, seed: int = 0) -> None:
    """Fail unless both models do the same in training: outputs, gradients, running statistics."""
    mine, other = train_step(ours, x, seed), train_step(theirs, x, seed)
    assert_bits(mine.outputs, other.outputs)
    assert_bits(mine.gradients, other.gradients)
    assert_bits(mine.buffers, other.buffers)


def assert_same_function(ours: nn.Module, theirs: nn.Module, x: Tensor) -> None:
    """Fail unless both models do the same: one pass in training, then one in evaluation with what it left."""
    assert_same_step(ours, theirs, x)
    with torch.no_grad():
        assert_bits(results(ours.eval()(x)), results(theirs.eval()(x)))


def form(model: nn.Module) -> list[tuple[str, torch.Size, torch.dtype]]:
    """The keys of a model in their order, with shapes and types."""
    return [(name, tensor.shape, tensor.dtype) for name, tensor in model.state_dict().items()]


def noise(*sizes: int, seed: int = 0) -> Tensor:
    """Random input, the same every time."""
    return torch.randn(*sizes, generator=torch.Generator().manual_seed(seed))


def import_file(path: Path) -> ModuleType:
    """A Python file as an ordinary module, as `import` makes it, under the file's name."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def network_class(module: ModuleType) -> type[nn.Module]:
    """The class of the whole network: the last one of an emitted file."""
    classes: Iterable[Any] = vars(module).values()
    own = [value for value in classes if isinstance(value, type) and value.__module__ == module.__name__]
    assert issubclass(own[-1], nn.Module)
    return own[-1]
