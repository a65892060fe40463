"""The tensors in what a file holds."""

from collections.abc import Collection, Mapping
from typing import Any

import torch
from torch import Tensor

from resnet_dsl.diagnostics.catalog import NoWeights
from resnet_dsl.diagnostics.error import ArchError

WRAPPERS = ("state_dict", "model_state_dict", "model")
"""What checkpoints call the state of the model among other things."""
PREFIXES = ("module.", "_orig_mod.")
"""What `DistributedDataParallel` and `torch.compile` put before every key."""
MOST_NAMED = 3


def tensors_of(content: Any, origin: str) -> dict[str, Tensor]:
    """The tensors by name, taken out of a checkpoint around them. Raises `ArchError` for anything else."""
    state = _unwrapped(content)
    if not isinstance(state, Mapping):
        raise _none(origin, f"it holds a value of type `{type(state).__name__}`")
    if not state:
        raise _none(origin, "it is empty")
    faults = {key: _fault(value) if isinstance(key, str) else "is no name" for key, value in state.items()}
    others = [f"`{key}` {fault}" for key, fault in faults.items() if fault]
    if others:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        raise _none(origin, f"{', '.join(others[:MOST_NAMED])}{more}")
    return {key: value.detach() for key, value in state.items()}


def without_prefix(tensors: dict[str, Tensor], keys: Collection[str]) -> dict[str, Tensor]:
    """The tensors without what a wrapped model puts before every key, unless the network's own keys begin so."""
    for prefix in PREFIXES * 2:
        if all(key.startswith(prefix) for key in tensors) and not all(key.startswith(prefix) for key in keys):
            tensors = {key.removeprefix(prefix): tensor for key, tensor in tensors.items()}
    return tensors


def _unwrapped(content: Any) -> Any:
    """The innermost of checkpoints in checkpoints, a few deep: a pickle may hold itself."""
    for _ in WRAPPERS:
        if isinstance(content, Mapping):
            content = next((content[key] for key in WRAPPERS if isinstance(content.get(key), Mapping)), content)
    return content


def _fault(value: Any) -> str:
    """What keeps a value from being a tensor with values of its own; empty for one that is."""
    if not isinstance(value, Tensor):
        return f"is of type `{type(value).__name__}`"
    if value.layout is not torch.strided or value.is_quantized or value.is_nested or value.device.type != "cpu":
        return "is no dense tensor with values"
    return ""


def _none(origin: str, what: str) -> ArchError:
    help = "save the tensors by name: `torch.save(model.state_dict(), path)`"
    return ArchError([NoWeights(span=None, text=f"`{origin}` holds no weights: {what}", help=help)])
