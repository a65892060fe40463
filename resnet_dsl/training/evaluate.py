"""The loss and the accuracy on the validation images."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from resnet_dsl.training.objective import main_result
from resnet_dsl.training.session import Session

NONE: tuple[int, int] = (0, 0)


def evaluate(session: Session, after_each: Callable[[], None]) -> tuple[float, float]:
    """Mean cross entropy and share of right answers, over all processes.

    Each process runs as many batches as any other, since wrapped models wait for each other: where it has no share, the
    first image counts nothing.
    """
    session.model.eval()
    keys = session.validation_batches()
    totals = torch.zeros(3, dtype=torch.float64, device=_device(session))
    shown = [batch or [NONE] for batch in keys]
    with torch.no_grad():
        for batch, (images, labels) in zip(keys, session.read(session.validation, shown), strict=True):
            totals += _sums(session, images, labels) * bool(batch)
            after_each()
    loss, right, count = summed(session, totals).tolist()
    return loss / count, right / count


def _sums(session: Session, images: Tensor, labels: Tensor) -> Tensor:
    images, labels = images.to(_device(session)), labels.to(_device(session))
    with session.accelerator.autocast():
        results = session.model(images)
    return sums(functional.cross_entropy(main_result(results), labels, reduction="sum"), main_result(results), labels)


def sums(loss: Tensor, result: Tensor, labels: Tensor) -> Tensor:
    """The sum of losses, the number of right answers, and the number of samples: three numbers in one tensor."""
    right = (result.argmax(1) == labels).sum()
    return torch.stack([loss.detach().double(), right.double(), torch.full_like(right, len(labels)).double()])


def summed(session: Session, totals: Tensor) -> Tensor:
    """The sums of all processes."""
    reduced: Tensor = session.accelerator.reduce(totals, reduction="sum")
    return reduced


def _device(session: Session) -> torch.device:
    device: torch.device = session.accelerator.device
    return device
