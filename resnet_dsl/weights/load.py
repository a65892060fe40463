"""A network with weights: chosen, read, compared, and only then copied."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from resnet_dsl.analysis.tensors import tensors
from resnet_dsl.backends.torch import build
from resnet_dsl.diagnostics.catalog import UnfitWeights
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.weights.choose import choose
from resnet_dsl.weights.contents import tensors_of, without_prefix
from resnet_dsl.weights.fit import fit
from resnet_dsl.weights.misfit import misfit
from resnet_dsl.weights.network import Network
from resnet_dsl.weights.notices import FreshHeadWarning, UnstatedWeightsWarning, WeightsWarning, fresh_text
from resnet_dsl.weights.parameters import wanted_for
from resnet_dsl.weights.unstated import unstated


@dataclass(frozen=True)
class Built:
    """A model, the network it is of, and where its weights come from; `fresh` are layers that got none.

    `origin` is empty where no weights were wanted, `loaded` the number of tensors that were copied, and `unstated` what
    is said of published weights that the network does not state.
    """

    model: nn.Module
    arch: Arch
    origin: str = ""
    loaded: int = 0
    fresh: tuple[str, ...] = ()
    unstated: str = ""

    @property
    def warnings(self) -> tuple[WeightsWarning, ...]:
        """What is to be known of a model although nothing is wrong."""
        fresh = (FreshHeadWarning(fresh_text(self.fresh, self.origin)),) if self.fresh else ()
        return (*fresh, *((UnstatedWeightsWarning(self.unstated),) if self.unstated else ()))

    @property
    def fresh_tensors(self) -> int:
        """The number of tensors in the layers that are fresh."""
        return sum(key.rpartition(".")[0] in self.fresh for key in self.model.state_dict())


def make(network: Network, weights: Any = None, *, progress: bool = False, seed: int | None = None) -> Built:
    """A network as a model, with weights if some are given; `seed` is for what begins by chance. Raises `ArchError`."""
    if seed is not None:
        torch.manual_seed(seed)
    if weights is None:
        return Built(build(network.arch, network.most_layers), network.arch)
    return load(network, weights, progress=progress)


def load(network: Network, weights: Any, *, progress: bool) -> Built:
    """A network as a model with these weights. Raises `ArchError` before anything is loaded, if anything is wrong."""
    choice = choose(weights, network.arch, progress=progress)
    wanted = wanted_for(network, choice)
    file = without_prefix(tensors_of(choice.read(), choice.origin), tensors(wanted.arch))
    shapes = {key: tuple(tensor.shape) for key, tensor in file.items()}
    found = fit(shapes, wanted)
    if found.differences:
        raise misfit(choice.origin, shapes, found, wanted)
    model: nn.Module = build(wanted.arch, network.most_layers)
    state = model.state_dict()
    taken = {key: file[key] for key in state if key in file and key.rpartition(".")[0] not in found.fresh}
    _refuse_other_numbers(taken, state, f"`{choice.origin}` does not fit `{wanted.arch.name}`")
    model.load_state_dict({**state, **taken})
    return Built(model, wanted.arch, choice.origin, len(taken), found.fresh, unstated(choice, wanted.arch))


def _refuse_other_numbers(taken: Mapping[str, Tensor], state: Mapping[str, Tensor], said: str) -> None:
    """Refuse integers for real numbers and the like; another precision is converted. Raises `ArchError`."""
    others = [key for key, tensor in taken.items() if _numbers(tensor) != _numbers(state[key])]
    if others:
        key = others[0]
        more = f", as do {len(others) - 1:,} more" if len(others) > 1 else ""
        text = f"{said}: `{key}` holds {_numbers(taken[key])} in the file, and {_numbers(state[key])} here{more}"
        raise ArchError([UnfitWeights(span=None, text=text)])


def _numbers(tensor: Tensor) -> str:
    if tensor.is_complex():
        return "complex numbers"
    if tensor.is_floating_point():
        return "real numbers"
    return "truth values" if tensor.dtype == torch.bool else "whole numbers"
