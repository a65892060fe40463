"""CIFAR-10: 50,000 and 10,000 images of 3x32x32, ten classes (Krizhevsky 2009)."""

from resnet_dsl.training.data.core.data import Data, Opened, Place
from resnet_dsl.training.data.core.downloads import open_or_explain

NAME = "cifar10"


def _open(place: Place) -> Opened:
    from resnet_dsl.torchvision_import import import_torchvision

    make = import_torchvision().datasets.CIFAR10
    train, validation = open_or_explain(NAME, "CIFAR-10", place, make)
    return Opened(
        name=NAME,
        train=train,
        validation=validation,
        classes=train.classes,
        channels=3,
        size=(32, 32),
        mean=(0.4914, 0.4822, 0.4465),
        deviation=(0.2470, 0.2435, 0.2616),
        fingerprint=f"{len(train)} and {len(validation)} images",
    )


DATA = Data(NAME, "things and animals in 32x32 colour pixels", "cifar", _open)
