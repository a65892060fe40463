"""The steps of a plan carried out on tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from resnet_dsl.embedding.plan import Plan
from resnet_dsl.embedding.steps import Begin, Carry, Copy, Identity, Silence

State = dict[str, Tensor]


def write(plan: Plan, small: Mapping[str, Tensor], fresh: Mapping[str, Tensor]) -> State:
    """The state of the larger network: that of a fresh one, into which every step of the plan is written."""
    state = {key: tensor.detach().clone() for key, tensor in fresh.items()}
    with torch.no_grad():
        for step in plan.steps:
            WRITERS[type(step)](step, _of(state, step.large), small)
    return state


def _of(state: Mapping[str, Tensor], layer: str) -> State:
    """The tensors of a layer by their own names; that of a factor by the empty one."""
    if layer in state:
        return {"": state[layer]}
    return {key.removeprefix(f"{layer}."): one for key, one in state.items() if key.rpartition(".")[0] == layer}


def _copy(step: Copy, own: State, small: Mapping[str, Tensor]) -> None:
    for name, tensor in _of(small, step.small).items():
        own[name].copy_(tensor)


def _carry(step: Carry, own: State, small: Mapping[str, Tensor]) -> None:
    outputs = torch.tensor(step.outputs)
    given = _of(small, step.small)
    for name, tensor in own.items():
        if name not in given:
            _neutral(name, tensor, outputs)
        elif name == "weight" and step.columns:
            _matrix(step, tensor, given[name], outputs)
        elif tensor.ndim:
            tensor[outputs] = given[name].to(tensor.dtype)
        else:
            tensor.copy_(given[name])
    if step.eps:
        _compensate(step.eps, own, outputs)


def _compensate(eps: tuple[float, ...], own: State, outputs: Tensor) -> None:
    """Let the scale make up for another `eps`: w / √(var + eps) is the same."""
    variance = own["running_var"][outputs]
    own["weight"][outputs] *= ((variance + eps[1]) / (variance + eps[0])).sqrt()


def _neutral(name: str, tensor: Tensor, outputs: Tensor) -> None:
    """What the smaller layer has not: a bias, or a scale and an offset behind a normalisation."""
    tensor[outputs] = 1.0 if name == "weight" else 0.0


def _matrix(step: Carry, weight: Tensor, given: Tensor, outputs: Tensor) -> None:
    """Kernels stand in the middle of larger ones; what carried outputs read of anything else gets weight 0."""
    weight[outputs] = 0.0
    rows = len(step.outputs) // len(step.columns)
    for group, columns in enumerate(step.columns):
        own = slice(group * rows, (group + 1) * rows)
        grid = (outputs[own, None], torch.tensor(columns)[None, :])
        kernels = weight[grid]
        _middle(kernels, step.offset, given.shape[2:]).copy_(given[own])
        weight[grid] = kernels


def _middle(kernels: Tensor, offset: tuple[int, ...], sizes: tuple[int, ...]) -> Tensor:
    """The part of kernels where smaller ones stand."""
    for axis, (start, size) in enumerate(zip(offset, sizes, strict=True), start=2):
        kernels = kernels.narrow(axis, start, size)
    return kernels


def _identity(step: Identity, own: State, small: Mapping[str, Tensor]) -> None:
    IDENTITIES[step.op](step, own)


def _dirac(step: Identity, own: State) -> None:
    weight = own["weight"].zero_()
    outputs = torch.arange(len(weight))
    middle = [torch.tensor(size // 2) for size in weight.shape[2:]]
    weight[(outputs, outputs % weight.shape[1], *middle)] = 1.0
    if "bias" in own:
        own["bias"].zero_()


def _normalisation(step: Identity, own: State) -> None:
    """(x − 0) / √(var + eps), with var + eps = 1."""
    own["running_mean"].zero_()
    own["running_var"].fill_(1.0 - step.eps)
    if "weight" in own:
        own["weight"].fill_(1.0)
        own["bias"].zero_()


def _ones(step: Identity, own: State) -> None:
    own[""].fill_(1.0)


def _silence(step: Silence, own: State, small: Mapping[str, Tensor]) -> None:
    for name in ("", "weight", "bias"):
        if name in own:
            own[name][list(step.channels)] = 0.0


def _begin(step: Begin, own: State, small: Mapping[str, Tensor]) -> None:
    """As it is."""


IDENTITIES: dict[str, Callable[[Identity, State], None]] = {
    "conv": _dirac,
    "linear": _dirac,
    "bn": _normalisation,
    "layer_scale": _ones,
}
WRITERS: dict[type, Callable[[Any, State, Mapping[str, Tensor]], None]] = {
    Carry: _carry,
    Copy: _copy,
    Identity: _identity,
    Silence: _silence,
    Begin: _begin,
}
