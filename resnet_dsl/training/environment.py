"""What a training runs on: devices and processes by accelerate, precision, and as much determinism as there is."""

import os
import random
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy
import torch
from accelerate import Accelerator
from accelerate.state import AcceleratorState

from resnet_dsl.training.errors import SettingError

PRECISIONS = {"fp32": "no", "bf16": "bf16", "fp16": "fp16"}
UNSUITED = ("DEEPSPEED", "MEGATRON_LM", "XLA")
WORKSPACE = "CUBLAS_WORKSPACE_CONFIG"
"""Without this variable cuBLAS adds in no fixed order."""


def make_accelerator(precision: str, *, cpu: bool, sharded: bool) -> Accelerator:
    """The devices and processes, as `accelerate launch` or `torchrun` has set them up. Raises `SettingError`."""
    AcceleratorState._reset_state()
    cpu = cpu or not torch.accelerator.is_available()  # accelerate looks for several CPUs only where it is told
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "OMP_NUM_THREADS")
        try:
            accelerator = Accelerator(mixed_precision=PRECISIONS[precision], cpu=cpu)
        except ValueError as error:
            raise SettingError(f"training in `{precision}` cannot begin here: {error}") from None
    if precision != "fp32" and not accelerator.native_amp:
        raise SettingError(f"`{precision}` cannot be trained in on `{accelerator.device.type}`: take `fp32` or `bf16`")
    _refuse_what_is_ignored(accelerator, precision, sharded)
    return accelerator


def _refuse_what_is_ignored(accelerator: Accelerator, precision: str, sharded: bool) -> None:
    """Refuse what `accelerate launch` was told, and what would not be done here. Raises `SettingError`."""
    if os.environ.get("ACCELERATE_USE_FSDP", "false").lower() == "true":
        raise SettingError(
            "give `--fsdp` to `train`, and not to `accelerate launch`, which shards on several GPUs only"
        )
    if accelerator.distributed_type.value in UNSUITED:
        kind = accelerator.distributed_type.value
        raise SettingError(f"`accelerate launch` was told to use {kind}, with which nothing is trained here")
    for variable, (option, plain, ours) in {
        "ACCELERATE_MIXED_PRECISION": ("--precision", "no", PRECISIONS[precision]),
        "ACCELERATE_GRADIENT_ACCUMULATION_STEPS": ("--accumulation", "1", "1"),
    }.items():
        asked = os.environ.get(variable, plain)
        if asked not in (plain, ours):
            raise SettingError(f"`accelerate launch` was told `{asked}`: give it to `train` as `{option} {asked}`")
    if sharded and accelerator.num_processes == 1:
        raise SettingError("`--fsdp` shards a model over several processes, and there is one: use `torchrun`")


def leave() -> None:
    """Take leave of the other processes, where there are some: nothing is trained in this one any more."""
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()


@contextmanager
def determinism(seed: int) -> Iterator[None]:
    """Seeds, and algorithms that add in a fixed order where torch has them; what was set before comes back."""
    os.environ.setdefault(WORKSPACE, ":4096:8")
    before = torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled()
    benchmark = torch.backends.cudnn.benchmark
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.benchmark = False
    set_seeds(seed)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before[0], warn_only=before[1])
        torch.backends.cudnn.benchmark = benchmark


def set_seeds(seed: int) -> None:
    """Seed the generators of Python, numpy and torch."""
    random.seed(seed)
    numpy.random.seed(seed % 2**32)
    torch.manual_seed(seed)
