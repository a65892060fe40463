"""A folder with `train/` and `val/`, and in each a folder of images for each class, as ImageNet is unpacked."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from resnet_dsl.training.data.core.data import Data, Opened, Place
from resnet_dsl.training.errors import Mendable, TrainingError

NAME = "folder"
PARTS = ("train", "val")


def _open(place: Place) -> Opened:
    root = Path(place.of)
    train, validation = (_part(root, part) for part in PARTS)
    if train.classes != validation.classes:
        others = sorted(set(train.classes) ^ set(validation.classes))
        raise TrainingError(f"`{root}/train` and `{root}/val` have not the same classes: only one has `{others[0]}`")
    return Opened(
        name=NAME,
        train=train,
        validation=validation,
        classes=train.classes,
        channels=3,
        size=None,
        mean=(0.485, 0.456, 0.406),
        deviation=(0.229, 0.224, 0.225),
        fingerprint=_fingerprint(root, train, validation),
    )


class Pictures:
    """The images of a part, read when they are asked for. `classes` are the names of its folders."""

    def __init__(self, found: Any) -> None:
        self.classes: list[str] = found.classes
        self._found = found

    @property
    def paths(self) -> list[Path]:
        """The files, in the order of the images."""
        return [Path(path) for path, _ in self._found.samples]

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        """An image and the number of its class. Raises `Mendable`, which names the file."""
        try:
            sample: tuple[Any, int] = self._found[index]
        except Exception as error:  # each format has its own
            path = self._found.samples[index][0]
            raise Mendable(f"`{path}` cannot be read as an image: {_reason(error)}") from None
        return sample


def _reason(error: Exception) -> str:
    from PIL import UnidentifiedImageError

    if isinstance(error, UnidentifiedImageError):
        return "its content is of no format that is known"
    return getattr(error, "strerror", None) or str(error)


def _part(root: Path, part: str) -> Pictures:
    from resnet_dsl.torchvision_import import import_torchvision

    folder = root / part
    wanted = "a data set in a folder is `PATH/train/CLASS/IMAGE` and `PATH/val/CLASS/IMAGE`"
    if not folder.is_dir():
        raise TrainingError(f"there is no folder `{folder}`: {wanted}")
    try:
        pictures = Pictures(import_torchvision().datasets.ImageFolder(folder, allow_empty=True))
    except OSError as error:
        why = error.strerror or "it holds no folders of classes"
        raise TrainingError(f"no images can be found in `{folder}`: {why}; {wanted}") from None
    filled = {path.relative_to(folder).parts[0] for path in pictures.paths}
    for name in pictures.classes:
        if name not in filled:
            raise TrainingError(
                f"there are no images in `{folder / name}`: a class has some, or no folder in `{folder}`"
            )
    return pictures


def _fingerprint(root: Path, *parts: Pictures) -> str:
    """A hash of the names of all images below the folder."""
    names = [path.relative_to(root).as_posix() for part in parts for path in part.paths]
    return sha256("\n".join(names).encode()).hexdigest()[:16]


DATA = Data(NAME, "your own images, in PATH/train/CLASS/ and PATH/val/CLASS/", "imagenet", _open, placeholder="PATH")
