"""Images as a network takes them. What happens to one by chance depends on the seed, the epoch and its number alone."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import Dataset

from resnet_dsl.torchvision_import import import_transforms
from resnet_dsl.training.data.core.data import Opened, Samples
from resnet_dsl.training.errors import Mendable
from resnet_dsl.training.order import chance
from resnet_dsl.training.recipe import Recipe

Transform = Callable[[Any], Tensor]
Key = tuple[int, int]
"""An epoch and the number of a sample."""
SHORTER_SIDE = 256 / 224
"""How much larger than its middle, which is looked at, a validation image of any size is made."""


class Images(Dataset[tuple[Tensor, int]]):
    """Samples through a transform; the same key gives the same tensor in every process and after every resume.

    `name` is what they are called where one cannot be read, and `classes` how many labels there are.
    """

    def __init__(self, samples: Samples, transform: Transform, seed: int, name: str, classes: int) -> None:
        self.samples = samples
        self.transform = transform
        self.seed = seed
        self.name = name
        self.classes = classes

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, key: Key) -> tuple[Tensor, int]:
        epoch, index = key
        image, label = self._sample(index)
        kept = torch.get_rng_state()
        try:
            torch.default_generator.manual_seed(chance(self.seed, epoch, index))
            return self.transform(image), label
        finally:
            torch.set_rng_state(kept)

    def _sample(self, index: int) -> tuple[Any, int]:
        """A sample with a label that there is. Raises `Mendable`."""
        try:
            image, label = self.samples[index]
        except Mendable:
            raise
        except Exception as error:  # data sets are read by others, and of many formats
            raise Mendable(f"{self.name}: number {index} cannot be read: {error!r}") from None
        if not 0 <= label < self.classes:
            classes = f"the labels of {self.classes} classes are 0 to {self.classes - 1}"
            raise Mendable(f"{self.name}: number {index} has the label {label}, and {classes}")
        return image, label


def training_images(data: Opened, sizes: tuple[int, ...], recipe: Recipe, seed: int) -> Images:
    """The images that are trained with: resized, and cropped and mirrored as the recipe says."""
    v2 = import_transforms()
    size = sizes[1:]
    steps = [v2.RandomResizedCrop(size, antialias=True)] if recipe.resized_crop else _resized(data, size)
    if recipe.crop_padding:
        height, width = (round(side * recipe.crop_padding) for side in size)
        steps.append(v2.RandomCrop(size, padding=[width, height]))
    if recipe.flip:
        steps.append(v2.RandomHorizontalFlip())
    transform = _composed(data, sizes[0], recipe, steps)
    return Images(data.train, transform, seed, f"the training images of `{data.name}`", len(data.classes))


def validation_images(data: Opened, sizes: tuple[int, ...], recipe: Recipe) -> Images:
    """The images that are validated with: resized, and nothing by chance."""
    transform = _composed(data, sizes[0], recipe, _resized(data, sizes[1:]))
    return Images(data.validation, transform, 0, f"the validation images of `{data.name}`", len(data.classes))


def _resized(data: Opened, size: tuple[int, ...]) -> list[Any]:
    v2 = import_transforms()
    if data.size == tuple(size):
        return []
    if data.size is not None:
        return [v2.Resize(size, antialias=True)]
    return [v2.Resize(round(max(size) * SHORTER_SIDE), antialias=True), v2.CenterCrop(size)]


def _composed(data: Opened, channels: int, recipe: Recipe, steps: list[Any]) -> Transform:
    v2 = import_transforms()
    colour = v2.Grayscale(1) if channels == 1 else v2.RGB()
    steps = [v2.ToImage(), colour, *steps, v2.ToDtype(torch.float32, scale=True), v2.ToPureTensor()]
    if recipe.normalise:
        steps.append(v2.Normalize(*(_for_channels(values, channels) for values in (data.mean, data.deviation))))
    composed: Transform = v2.Compose(steps)
    return composed


def _for_channels(values: tuple[float, ...], channels: int) -> list[float]:
    return list(values) if len(values) == channels else [sum(values) / len(values)] * channels
