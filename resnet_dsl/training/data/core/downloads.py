"""Data sets that torchvision reads, and downloads where that is asked for."""

from collections.abc import Callable
from typing import Any

from resnet_dsl.training.data.core.data import Place
from resnet_dsl.training.errors import TrainingError


def open_or_explain(name: str, title: str, place: Place, make: Callable[..., Any]) -> tuple[Any, Any]:
    """The training and the validation part of a data set of torchvision. Raises `TrainingError` where it is not there.

    `make(root, train=…, download=…)` is torchvision's class.
    """
    try:
        train, validation = (make(place.folder, train=part, download=place.download) for part in (True, False))
    except RuntimeError as error:
        if place.download:
            raise TrainingError(f"{title} cannot be downloaded: {error}") from None
        advice = f"`--data-dir` names the folder where it is, and `--data {name} --download` fetches it"
        raise TrainingError(f"{title} is not in `{place.folder}`, or not whole: {advice}") from None
    except OSError as error:
        raise TrainingError(f"{title} in `{place.folder}` cannot be had: {error}") from None
    except Exception as error:  # its files are read by torchvision, which takes them as they are
        raise TrainingError(f"{title} in `{place.folder}` is damaged: remove its files ({error!r})") from None
    return train, validation
