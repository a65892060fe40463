"""Checkpoints: all that a training needs to go on, in a folder that is there as a whole or not at all.

A checkpoint is written beside the one before, forced to the disk, renamed, and only then is the older one removed. It
holds `model.safetensors`, `optimizer.pt`, a file of random states for each process, and `progress.json`.
"""

import os
import random
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy
import torch
from safetensors.torch import load_file, save
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_model_state_dict,
    get_optimizer_state_dict,
    set_model_state_dict,
    set_optimizer_state_dict,
)

from resnet_dsl.training.errors import Mendable, TrainingError
from resnet_dsl.training.files import read_json, said_of, to_disk, write_json, write_whole
from resnet_dsl.training.progress import Progress
from resnet_dsl.training.session import Session

FOLDER = "checkpoints"
PREFIX, PART = "checkpoint-", ".part"
MODEL, OPTIMIZER, PROGRESS = "model.safetensors", "optimizer.pt", "progress.json"


def save_checkpoint(session: Session, run: Path) -> None:
    """Write a checkpoint in the place of the one before; all processes take part.

    Raises `Mendable`; then the one before is as it was, and nothing of the new one is left.
    """
    home = run / FOLDER
    number = max(map(_number, _complete(home)), default=0) + 1
    part = home / f"{PREFIX}{number:06}{PART}"
    try:
        _write(session, part)
    except Mendable:
        if session.is_main:
            shutil.rmtree(part, ignore_errors=True)
        raise


def _write(session: Session, part: Path) -> None:
    session.share_buffers()
    weights = gathered_weights(session)
    options = StateDictOptions(full_state_dict=True, cpu_offload=True)
    optimizer = get_optimizer_state_dict(session.model, _inner(session), options=options)
    if session.is_main:
        with said_of(part):
            _remove_parts(part.parent)
            part.mkdir(parents=True)
    session.accelerator.wait_for_everyone()
    write_whole(part / _random_name(session), _saved(_random_states()))
    if session.is_main:
        write_whole(part / MODEL, weights)
        write_whole(part / OPTIMIZER, _saved(_with_scaler(session, optimizer)))
        write_json(part / PROGRESS, session.progress.to_data())
    session.accelerator.wait_for_everyone()
    if session.is_main:
        with said_of(part):
            _put_in_place(part)
    session.accelerator.wait_for_everyone()


def gathered_weights(session: Session) -> bytes:
    """The weights as a `.safetensors` file, with the names of the network; nothing but in the main process."""
    options = StateDictOptions(full_state_dict=True, cpu_offload=True)
    state: dict[str, Any] = get_model_state_dict(session.model, options=options)
    if not session.is_main:
        return b""
    return bytes(save({key: tensor.contiguous() for key, tensor in state.items()}, metadata={"format": "pt"}))


def find_checkpoint(run: Path) -> Path | None:
    """The newest checkpoint that is whole, if there is one."""
    return max(_complete(run / FOLDER), key=_number, default=None)


def load_checkpoint(session: Session, checkpoint: Path) -> None:
    """Bring a session to where a checkpoint was written. Raises `TrainingError` for a damaged one."""
    try:
        content = torch.load(checkpoint / OPTIMIZER, map_location="cpu", weights_only=True)
        states = torch.load(checkpoint / _random_name(session), weights_only=True)
        weights: dict[str, Any] = dict(load_file(checkpoint / MODEL))
    except Exception as error:
        raise TrainingError(f"the checkpoint `{checkpoint}` is damaged: {error}") from None
    options = StateDictOptions(full_state_dict=True)
    set_model_state_dict(session.model, weights, options=options)
    set_optimizer_state_dict(session.model, _inner(session), content["optimizer"], options=options)
    if session.accelerator.scaler is not None:
        session.accelerator.scaler.load_state_dict(content["scaler"])
    session.progress = Progress.from_data(read_json(checkpoint / PROGRESS))
    _set_random_states(states)


def _saved(content: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    torch.save(content, buffer)
    return buffer.getvalue()


def _inner(session: Session) -> Any:
    return getattr(session.optimizer, "optimizer", session.optimizer)


def _with_scaler(session: Session, optimizer: Any) -> dict[str, Any]:
    scaler = session.accelerator.scaler
    return {"optimizer": optimizer, "scaler": scaler.state_dict() if scaler else None}


def _random_name(session: Session) -> str:
    return f"random-{session.accelerator.process_index}.pt"


def _random_states() -> dict[str, Any]:
    state: Any = numpy.random.get_state(legacy=True)
    kind, keys, *rest = state
    states = {"python": random.getstate(), "numpy": (kind, keys.tolist(), *rest), "torch": torch.get_rng_state()}
    return states | ({"cuda": torch.cuda.get_rng_state()} if torch.cuda.is_available() else {})


def _set_random_states(states: dict[str, Any]) -> None:
    random.setstate(states["python"])
    numpy.random.set_state(states["numpy"])
    torch.set_rng_state(states["torch"])
    if "cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state(states["cuda"])


def _complete(home: Path) -> list[Path]:
    return [path for path in home.glob(f"{PREFIX}*") if path.suffix != PART]


def _number(checkpoint: Path) -> int:
    return int(checkpoint.name.removeprefix(PREFIX))


def _remove_parts(home: Path) -> None:
    for path in home.glob(f"{PREFIX}*{PART}"):
        shutil.rmtree(path)


def _put_in_place(part: Path) -> None:
    before = _complete(part.parent)
    os.replace(part, part.with_suffix(""))
    to_disk(part.parent)
    for path in before:
        shutil.rmtree(path)
