"""What torch says of a model: what it computes, what autograd keeps, and what a place of a value sees of the input."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils._python_dispatch import TorchDispatchMode

from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Arch, Module

ACTIVATIONS = (
    nn.ReLU, nn.ReLU6, nn.LeakyReLU, nn.ELU, nn.GELU, nn.Hardsigmoid, nn.Hardswish, nn.Mish, nn.Sigmoid, nn.SiLU,
    nn.Softmax, nn.Tanh,
)  # fmt: skip
NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.GroupNorm, nn.LayerNorm, nn.LocalResponseNorm)


def memory_of(tensor: Tensor) -> Any:
    """What tells the memory of a tensor from any other, also on the meta device."""
    return tensor.untyped_storage()._cdata


# what autograd keeps


def kept_tensors(model: nn.Module, x: Tensor) -> list[Tensor]:
    """A tensor for each piece of memory that autograd keeps in training: not the model's own, and not the input's."""
    kept = {}
    own = {memory_of(tensor) for tensor in (x, *model.parameters(), *model.buffers())}

    def pack(tensor: Tensor) -> Tensor:
        if memory_of(tensor) not in own:
            kept[memory_of(tensor)] = tensor
        return tensor

    model.train()
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        model(x)
    return list(kept.values())


def kept_bytes(model: nn.Module, x: Tensor) -> int:
    """How large all that is. Stochastic depth drops everywhere, also where its rate is 0 by position."""
    for module in model.modules():
        if type(module).__name__ == "StochasticDepth" and module.p == 0:
            module.p = 0.5  # type: ignore[assignment]
    return sum(tensor.untyped_storage().nbytes() for tensor in kept_tensors(model, x))


# what an inference computes


class Results(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts the elements of results: a layer with a module has one, other operations have their own."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.elements = 0
        self.inside = 0
        self.computed = False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if not func.is_view and not func.name().startswith(("aten::split", "aten::chunk")):
            self.computed = True
            if not self.inside:
                self.elements += result.numel()
        return result

    def enter(self, module: nn.Module, args: Any) -> None:
        """Begin a module."""
        self.inside += 1
        self.computed = False

    def leave(self, module: nn.Module, args: Any, result: Tensor) -> None:
        """End a module."""
        self.inside -= 1
        if self.computed:
            self.elements += result.numel()


def computed_elements(arch: Arch, model: nn.Module, x: Tensor) -> int:
    """The elements of all results of an inference."""
    results = Results()
    model.eval()
    layers = set(_layers(arch.root, ""))
    for name, module in model.named_modules():
        if name in layers:
            module.register_forward_pre_hook(results.enter)
            module.register_forward_hook(results.leave)
    with torch.no_grad(), results:
        model(x)
    return results.elements


def _layers(module: Module, prefix: str) -> Iterator[str]:
    for name, member in members(module):
        if isinstance(member, Module):
            yield from _layers(member, f"{prefix}{name}.")
        else:
            yield prefix + name


# what a place sees


class AveragePool(nn.Module):
    """A maximum pool that takes means, so that all that it reads has a gradient."""

    def __init__(self, pool: nn.MaxPool2d) -> None:
        super().__init__()
        self.pool = pool

    def forward(self, x: Tensor) -> Tensor:
        """The mean of each window."""
        pool: Any = self.pool
        if pool.dilation in (1, (1, 1)):
            return F.avg_pool2d(x, pool.kernel_size, pool.stride, pool.padding, pool.ceil_mode)
        kernel = (pool.kernel_size,) * 2 if isinstance(pool.kernel_size, int) else pool.kernel_size
        weight = x.new_ones(x.shape[1], 1, *kernel)
        return F.conv2d(x, weight, None, pool.stride, pool.padding, pool.dilation, x.shape[1])


def linear(module: nn.Module) -> nn.Module:
    """What stands for a module without members, with a gradient above 0 for all that it reads."""
    if isinstance(module, nn.MaxPool2d):
        return AveragePool(module)
    if isinstance(module, nn.AdaptiveMaxPool2d):
        return nn.AdaptiveAvgPool2d(module.output_size)
    return nn.Identity() if isinstance(module, ACTIVATIONS + NORMS) else module


def make_linear(model: nn.Module) -> nn.Module:
    """Make of a model in evaluation one of sums and means with positive weights, in double precision."""
    model.double().eval()
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            setattr(module, name, linear(child))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(1 / max(1, parameter[0].numel()))
    return linear(model)


def seen(value: Tensor, x: Tensor, axis: int, place: int) -> tuple[int, int]:
    """The first and last row (axis 0) or column (axis 1) of `x` that a row or column in the middle of a value sees."""
    middle = [size // 2 for size in value.shape[2:]]
    middle[axis] = place
    (gradient,) = torch.autograd.grad(value[0, :, middle[0], middle[1]].sum(), x, retain_graph=True)
    lines = gradient[0].abs().amax(dim=(0, 2 - axis)).nonzero().flatten()
    return int(lines.min()), int(lines.max())


@contextmanager
def outputs_of(model: nn.Module, names: list[str]) -> Iterator[dict[str, Tensor]]:
    """The outputs of some members, once the model has run."""
    found: dict[str, Tensor] = {}

    def hook(name: str) -> Any:
        return lambda module, args, result: found.__setitem__(name, result)

    handles = [model.get_submodule(name).register_forward_hook(hook(name)) for name in names]
    yield found
    for handle in handles:
        handle.remove()
