"""Batches of images, read by several processes; what one of them cannot read is told by the process that trains."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, default_collate

from resnet_dsl.training.errors import TrainingError
from resnet_dsl.training.images import Images, Key


class _Guarded(Dataset[Any]):
    """Images, or the error in the place of one: torch would wrap an error that leaves a reading process."""

    def __init__(self, images: Images) -> None:
        self.images = images

    def __getitem__(self, key: Key) -> Any:
        try:
            return self.images[key]
        except TrainingError as error:
            return error


def read(images: Images, keys: Sequence[list[Key]], *, workers: int, pinned: bool) -> Iterator[tuple[Tensor, Tensor]]:
    """The images and labels of some batches. Raises `TrainingError` at one that cannot be read.

    No random number of the training is used up by it.
    """
    batches: Any = keys  # torch's types want indices where keys stand
    loader = DataLoader(
        _Guarded(images),
        batch_sampler=batches,
        num_workers=workers,
        pin_memory=pinned,
        collate_fn=_together,
        generator=torch.Generator().manual_seed(0),
    )
    for batch in loader:
        if isinstance(batch, TrainingError):
            raise batch
        yield batch


def _together(samples: list[Any]) -> Any:
    return next((one for one in samples if isinstance(one, TrainingError)), None) or default_collate(samples)
