"""What is measured of a training besides its accuracy: how long an image takes, and the most memory that was in use."""

import resource
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import torch

from resnet_dsl.training.session import Session

IMAGES = 32
"""The most images of a timed batch."""
WARMING, TIMED = 3, 10
"""Batches before time is taken, and those whose median counts."""
MEMORY = Path("/proc/self")
KIBIBYTE = 1024


@dataclass(frozen=True)
class Measured:
    """What a training was measured by.

    `seconds_per_image` is None where the model is divided among processes, `peak_memory`, in bytes, where the training
    did not run through in one process; `memory_of` is `process` or `gpu`.
    """

    seconds_per_image: float | None
    batch: int
    batches: int
    device: str
    threads: int
    peak_memory: int | None
    memory_of: str

    def to_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def forget_peak(session: Session) -> None:
    """Count the most memory from now on, where the system can: on a GPU, and on Linux."""
    if _on_gpu(session):
        torch.cuda.reset_peak_memory_stats(session.accelerator.device)
    else:
        with suppress(OSError):
            (MEMORY / "clear_refs").write_text("5")


def measure(session: Session, *, whole: bool) -> Measured:
    """Measure a training at its end; `whole` is whether all of it ran in this process."""
    peak = _peak(session) if whole else None
    batch = min(IMAGES, session.recipe.batch, len(session.validation))
    return Measured(
        seconds_per_image=None if session.job.sharded else _seconds(session, batch) / batch,
        batch=batch,
        batches=TIMED,
        device=str(session.accelerator.device.type),
        threads=torch.get_num_threads(),
        peak_memory=peak,
        memory_of="gpu" if _on_gpu(session) else "process",
    )


def _seconds(session: Session, batch: int) -> float:
    """The median of some batches in evaluation, the images being on the device already."""
    device = session.accelerator.device
    images = torch.stack([session.validation[0, place][0] for place in range(batch)]).to(device)
    session.plain.eval()
    taken = []
    with torch.no_grad(), session.accelerator.autocast():
        for _ in range(WARMING + TIMED):
            since = time.perf_counter()
            session.plain(images)
            if _on_gpu(session):
                torch.cuda.synchronize(device)
            taken.append(time.perf_counter() - since)
    return median(taken[WARMING:])


def _peak(session: Session) -> int:
    if _on_gpu(session):
        return int(torch.cuda.max_memory_allocated(session.accelerator.device))
    with suppress(OSError):
        for line in (MEMORY / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * KIBIBYTE
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * KIBIBYTE


def _on_gpu(session: Session) -> bool:
    return bool(session.accelerator.device.type == "cuda")
