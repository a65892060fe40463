"""One step: a batch forward, its gradients backward, and the parameters moved."""

import torch
from torch import Tensor

from resnet_dsl.training.evaluate import summed, sums
from resnet_dsl.training.objective import main_result, objective
from resnet_dsl.training.order import parts
from resnet_dsl.training.schedule import learning_rate, running_error
from resnet_dsl.training.session import Session


def take_step(session: Session, images: Tensor, labels: Tensor, batch: int) -> tuple[Tensor, Tensor]:
    """Train on this process's share of a batch of so many samples.

    Gives the mean over the share of what was minimised, and the sums of loss, right answers and samples.
    """
    session.model.train()
    _set_learning_rate(session)
    device = session.accelerator.device
    images, labels = images.to(device, non_blocking=True), labels.to(device, non_blocking=True)
    pieces = list(parts(list(range(len(labels))), session.recipe.accumulation))
    totals = torch.zeros(3, dtype=torch.float64, device=device)
    for piece in pieces:
        last = piece is pieces[-1]
        with session.without_exchange(when=not last):
            totals += _gradients(session, images[piece], labels[piece], batch)
    session.optimizer.step()
    session.optimizer.zero_grad()
    _note_error(session, totals)
    return totals[0] / totals[2], totals


def _gradients(session: Session, images: Tensor, labels: Tensor, batch: int) -> Tensor:
    """Add the gradients of a part. Processes average theirs, and each part is divided by the whole batch."""
    with session.accelerator.autocast():
        results = session.model(images)
    loss = objective(results, labels, session.recipe)
    session.accelerator.backward(loss * (session.processes / batch))
    return sums(loss, main_result(results), labels)


def _set_learning_rate(session: Session) -> None:
    recipe, progress = session.recipe, session.progress
    rate = learning_rate(recipe, progress.step, session.steps)
    if recipe.warmup_learning_rate is not None and not progress.warm:
        rate = recipe.warmup_learning_rate
    progress.learning_rate = rate
    for group in session.optimizer.param_groups:
        group["lr"] = rate


def _note_error(session: Session, totals: Tensor) -> None:
    recipe, progress = session.recipe, session.progress
    if recipe.warmup_error is None or progress.warm:
        return
    _, right, count = summed(session, totals).tolist()
    progress.error = running_error(progress.error, 1 - right / count)
    progress.warm = progress.error < recipe.warmup_error
