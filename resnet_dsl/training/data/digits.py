"""The handwritten digits of UCI, in the package: 1,797 images of 8x8 pixels, ten classes.

E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
https://doi.org/10.24432/C50P49, licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
`digits.npz` holds the images of its test set, pixels from 0 to 16 as in the original, and nothing else.

Of each class every fifth image validates, in the order of the original: 355 images; 1,442 are trained with. The same
persons wrote both parts.
"""

from pathlib import Path

from resnet_dsl.training.data.core.data import Data, Opened, Place

FILE = Path(__file__).with_name("digits.npz")
HIGHEST = 16
EVERY = 5


def _open(place: Place) -> Opened:
    import numpy
    import torch

    with numpy.load(FILE) as content:
        images, labels = content["images"], content["labels"]
    scaled = torch.from_numpy((images.astype("float32") * (255 / HIGHEST)).round().astype("uint8"))[:, None]
    validates = torch.zeros(len(labels), dtype=torch.bool)
    for label in range(10):
        validates[numpy.flatnonzero(labels == label)[EVERY - 1 :: EVERY]] = True
    given = labels.tolist()

    def part(chosen: torch.Tensor) -> list[tuple[torch.Tensor, int]]:
        return [(scaled[place], given[place]) for place in torch.nonzero(chosen).flatten().tolist()]

    return Opened(
        name="digits",
        train=part(~validates),
        validation=part(validates),
        classes=[str(digit) for digit in range(10)],
        channels=1,
        size=(8, 8),
        mean=(0.3054,),
        deviation=(0.3762,),
        fingerprint="1797 images, every fifth of a class validates",
    )


DATA = Data("digits", "handwritten digits of 8x8 pixels, in this package (UCI, CC BY 4.0)", "digits", _open)
