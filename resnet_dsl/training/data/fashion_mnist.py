"""Fashion-MNIST: 60,000 and 10,000 grey images of 28x28 pixels, ten classes (Xiao, Rasul, Vollgraf 2017)."""

from resnet_dsl.training.data.core.data import Data, Opened, Place
from resnet_dsl.training.data.core.downloads import open_or_explain

NAME = "fashion-mnist"


def _open(place: Place) -> Opened:
    from resnet_dsl.torchvision_import import import_torchvision

    make = import_torchvision().datasets.FashionMNIST
    train, validation = open_or_explain(NAME, "Fashion-MNIST", place, make)
    return Opened(
        name=NAME,
        train=train,
        validation=validation,
        classes=train.classes,
        channels=1,
        size=(28, 28),
        mean=(0.2860,),
        deviation=(0.3530,),
        fingerprint=f"{len(train)} and {len(validation)} images",
    )


DATA = Data(NAME, "clothes in 28x28 grey pixels", "d2l", _open)
