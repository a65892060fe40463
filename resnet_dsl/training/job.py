"""One training: what is trained with what, how, and where it is kept."""

import json
import platform
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import resnet_dsl
from resnet_dsl.ir.fingerprint import fingerprint
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Asked
from resnet_dsl.training.data.core.data import Opened
from resnet_dsl.training.initial import Initial
from resnet_dsl.training.recipe import Recipe

PACKAGES = ("torch", "torchvision", "accelerate", "numpy", "safetensors")


@dataclass(frozen=True)
class Job:
    """Everything that a training is made of.

    `source` is the text that the network was written in, if there is one, `spec` what the person called it, `asked` how
    it is resolved again, and `given` the data set as it was asked for. `initial` are the weights that it begins with,
    None where they are fresh.
    """

    arch: Arch
    data: Opened
    recipe: Recipe
    seed: int
    precision: str
    sharded: bool
    folder: Path | None
    data_folder: Path
    given: str
    workers: int | None = None
    checkpoint_every: int | None = None
    cpu: bool = False
    restart: bool = False
    spec: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    asked: Asked | None = None
    initial: Initial | None = None

    def identity(self, processes: int) -> dict[str, Any]:
        """What decides the result: what a run that is gone on with has in common with its beginning."""
        data = self.data
        return {
            "network": {"name": self.arch.name, "hash": fingerprint(self.arch)},
            "data": {
                "name": data.name,
                "train": len(data.train),
                "validation": len(data.validation),
                "classes": len(data.classes),
                "content": data.fingerprint,
            },
            "recipe": self.recipe.model_dump(mode="json", exclude={"about"}),
            "seed": self.seed,
            "precision": self.precision,
            "processes": processes,
            "sharded": self.sharded,
            **({"weights": self.initial.digest} if self.initial else {}),
        }

    def place(self, processes: int) -> Path:
        """The folder of the run: as given, or one that the same training finds again."""
        if self.folder is not None:
            return self.folder
        text = json.dumps(self.identity(processes), sort_keys=True)
        return Path("runs", f"{self.arch.name}-{self.data.name}-{sha256(text.encode()).hexdigest()[:8]}")


def versions() -> dict[str, str]:
    """The versions of Python, of this package and of those that compute."""
    found = {"python": platform.python_version(), "resnet-dsl": resnet_dsl.__version__}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found
