"""Weights in a file. Nothing in it is ever run: a pickle may hold tensors and plain containers, and nothing else."""

import warnings
from pathlib import Path
from typing import Any

import torch

from resnet_dsl.weights.paths import SAFETENSORS, refuse_unopenable
from resnet_dsl.weights.unreadable import unreadable


def read_file(path: Path) -> Any:
    """What a file holds: a dictionary of tensors, if it is what it should be. Raises `ArchError`."""
    refuse_unopenable(path)
    read = _read_safetensors if path.suffix.lower() == SAFETENSORS else _read_pickle
    return read(path)


def _read_safetensors(path: Path) -> Any:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise unreadable(path, error) from None


def _read_pickle(path: Path) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # reading what is no pickle ends in whatever its bytes happen to mean
        raise unreadable(path, error) from None
