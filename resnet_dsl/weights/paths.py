"""Files of weights by their paths: what is one, and whether it can be opened. No torch."""

import os
from pathlib import Path
from typing import Any

from resnet_dsl.diagnostics.catalog import UnreadableWeights
from resnet_dsl.diagnostics.error import ArchError

SAFETENSORS = ".safetensors"
SUFFIXES = (".pth", ".pt", ".bin", SAFETENSORS)


def is_path(weights: Any) -> bool:
    """Whether weights are meant by their path, and not by a name."""
    if isinstance(weights, os.PathLike):
        return True
    return isinstance(weights, str) and ("/" in weights or os.sep in weights or weights.lower().endswith(SUFFIXES))


def refuse_unopenable(path: Path) -> None:
    """Raise `ArchError` where a file cannot be opened."""
    try:
        if path.is_dir():
            raise _unopenable(f"`{path}` is a folder", "name a file in it")
        path.open("rb").close()
    except FileNotFoundError:
        raise _unopenable(f"there is no file `{path}`") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise _unopenable(f"`{path}` cannot be read: {reason}") from None


def _unopenable(text: str, help: str = "") -> ArchError:
    return ArchError([UnreadableWeights(span=None, text=text, help=help)])
