"""What a data set is. No torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


class Samples(Protocol):
    """Images with their classes: a picture of Pillow, or a `uint8` tensor of channels x height x width."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> tuple[Any, int]: ...


@dataclass(frozen=True)
class Place:
    """Where a data set is looked for; `of` is what stands behind a colon in its name, as the path of a folder."""

    folder: Path
    download: bool = False
    of: str = ""


@dataclass(frozen=True)
class Opened:
    """A data set that is there.

    `size` is height and width of its images, None where they differ. Mean and deviation are of each channel, between 0
    and 1, over the training images. `fingerprint` tells whether two are the same.
    """

    name: str
    train: Samples
    validation: Samples
    classes: Sequence[str]
    channels: int
    size: tuple[int, int] | None
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    fingerprint: str


@dataclass(frozen=True)
class Data:
    """A data set by name, the recipe for it where none is named, and how it is opened.

    `open` may raise `TrainingError`, which says how to get what is not there. `placeholder` is shown behind a colon
    where the name takes something more.
    """

    name: str
    about: str
    recipe: str
    open: Callable[[Place], Opened]
    placeholder: str = ""
