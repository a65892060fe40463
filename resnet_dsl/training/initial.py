"""The weights that a training begins with, where they are given."""

from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from resnet_dsl.weights.paths import is_path, refuse_unopenable


@dataclass(frozen=True)
class Initial:
    """Weights as they were named; `digest` is the SHA-256 of a file, and the name of published ones."""

    weights: Any
    digest: str

    @classmethod
    def find(cls, weights: Any) -> "Initial":
        """The weights that are meant: a path, or what `build` takes besides. Raises `ArchError`."""
        if not is_path(weights):
            return cls(weights, str(weights))
        path = Path(weights)
        refuse_unopenable(path)
        with path.open("rb") as file:
            return cls(path, file_digest(file, "sha256").hexdigest())
