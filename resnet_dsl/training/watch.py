"""What ends a training before its time: a signal, which waits for the end of a step, or a loss that is no number."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self

import torch
from accelerate import Accelerator
from torch import Tensor

EVERY = 10
"""The steps after which several processes, or a GPU, are asked: each question waits for all of them."""
NEVER = 2**62


class Watch:
    """Takes SIGINT and SIGTERM while it is entered, and remembers the first step whose loss was no number.

    A second SIGINT interrupts at once.
    """

    def __init__(self, accelerator: Accelerator) -> None:
        self.accelerator = accelerator
        self.received = 0
        self.loss = float("nan")
        self.bad_step = NEVER
        self._losses: list[tuple[int, Tensor]] = []
        self._before: dict[int, Any] = {}
        self._at_once = accelerator.num_processes == 1 and accelerator.device.type == "cpu"

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._receive)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def saw(self, step: int, loss: Tensor) -> None:
        """Note the loss of a step, a tensor on the device."""
        self._losses.append((step, loss))

    def ask(self, step: int, *, last: bool = False) -> bool:
        """Whether to stop, the same answer in all processes; most questions are put off unless it is the `last`."""
        if not (self._at_once or last or step % EVERY == 0):
            return False
        self._read_losses()
        if self.accelerator.num_processes > 1:
            found = torch.tensor([self.received, -self.bad_step], device=self.accelerator.device)
            torch.distributed.all_reduce(found, torch.distributed.ReduceOp.MAX)
            self.received, self.bad_step = int(found[0]), -int(found[1])
        return bool(self.received) or self.bad_step < NEVER

    def _read_losses(self) -> None:
        if not self._losses:
            return
        values = torch.stack([loss for _, loss in self._losses]).tolist()
        bad = [step for (step, _), loss in zip(self._losses, values, strict=True) if not abs(loss) < float("inf")]
        self.bad_step = min([self.bad_step, *bad])
        self.loss = values[-1]
        self._losses.clear()

    def _receive(self, number: int, frame: FrameType | None) -> None:
        if self.received and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.received = number
