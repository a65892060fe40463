"""A folder with `train/` and `val/`, and in each a folder of images for each class, as ImageNet is unpacked."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from resnet_dsl.training.data.core.data import Data, Opened, Place
from resnet_dsl.training.errors import TrainingError

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


def _part(root: Path, part: str) -> Any:
    from resnet_dsl.torchvision_import import import_torchvision

    try:
        return import_torchvision().datasets.ImageFolder(root / part)
    except OSError as error:
        wanted = "a data set in a folder is `PATH/train/CLASS/IMAGE` and `PATH/val/CLASS/IMAGE`"
        raise TrainingError(f"there are no images in `{root / part}`: {wanted} ({error})") from None


def _fingerprint(root: Path, *parts: Any) -> str:
    """A hash of the names of all images below the folder."""
    names = [Path(path).relative_to(root).as_posix() for part in parts for path, _ in part.samples]
    return sha256("\n".join(names).encode()).hexdigest()[:16]


DATA = Data(NAME, "your own images, in PATH/train/CLASS/ and PATH/val/CLASS/", "imagenet", _open, placeholder="PATH")
