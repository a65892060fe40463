"""The weights that a training begins with, where they are given."""

from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.weights.paths import is_path, refuse_unopenable


@dataclass(frozen=True)
class Initial:
    """Weights as they were named; `digest` is the SHA-256 of a file, and the full name of published ones."""

    weights: Any
    digest: str

    @classmethod
    def find(cls, weights: Any, arch: Arch) -> "Initial":
        """The weights that are meant, as `build` takes them. Raises `ArchError`, and `TypeError` for what are none."""
        if not is_path(weights):
            return cls(weights, _full_name(weights, arch))
        path = Path(weights)
        refuse_unopenable(path)
        with path.open("rb") as file:
            return cls(path, file_digest(file, "sha256").hexdigest())


def _full_name(weights: Any, arch: Arch) -> str:
    """The name of published weights, the same however they are asked for."""
    with needed("training with weights", extra="train"):
        from resnet_dsl.weights.choose import choose
    return str(choose(weights, arch, progress=False).member)
