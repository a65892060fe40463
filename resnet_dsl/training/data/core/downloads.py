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
        where = "cannot be downloaded" if place.download else f"in `{place.folder}` cannot be read"
        raise TrainingError(f"{title} {where}: {error}") from None
    except Exception as error:  # its files are read by torchvision, which takes them as they are
        raise TrainingError(f"{title} in `{place.folder}` is damaged: remove its files ({error!r})") from None
    for part in (train, validation):
        _check_labels(part, f"{title} in `{place.folder}` is damaged: remove its files")
    return train, validation


def _check_labels(part: Any, damaged: str) -> None:
    """Refuse labels that are too few, or of no class: torch would stop at the first that it meets."""
    import torch

    labels: list[int] = torch.as_tensor(part.targets).tolist()
    if len(labels) != len(part):
        raise TrainingError(f"{damaged} ({len(part):,} images, {len(labels):,} labels)")
    wrong = next((label for label in labels if not 0 <= label < len(part.classes)), None)
    if wrong is not None:
        number, last = labels.index(wrong), len(part.classes) - 1
        raise TrainingError(f"{damaged} (image {number} has the label {wrong}, and labels are 0 to {last})")
