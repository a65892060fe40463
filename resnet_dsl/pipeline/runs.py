"""What trainings have left in their folders, read without torch."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.serialise import BadIr, from_json

RUN, NETWORK, RESULT, EPOCHS = "run.json", "network.json", "result.json", "epochs.jsonl"


@dataclass(frozen=True)
class Run:
    """A finished run: its network, what it was begun with, its epochs, what was measured of it."""

    folder: Path
    arch: Arch
    begun: Mapping[str, Any]
    epochs: tuple[Mapping[str, Any], ...]
    measured: Mapping[str, Any]

    @property
    def without_seed(self) -> str:
        """What trainings that differ in their seed alone have in common."""
        return json.dumps({**self.begun["run"], "seed": None}, sort_keys=True)

    @property
    def accuracy(self) -> float:
        """The highest validation accuracy."""
        return max(float(epoch["validation_accuracy"]) for epoch in self.epochs)

    @property
    def seconds(self) -> float:
        """How long all epochs took."""
        return sum(float(epoch["seconds"]) for epoch in self.epochs)


def read_runs(folders: Iterable[str | os.PathLike[str]]) -> list[Run]:
    """The runs of some folders, each one of `train`, or one that holds such folders, as that of a sweep does.

    Runs that are not finished are left out. Raises `ValueError` for a folder that holds no others.
    """
    found: dict[Path, Run] = {}
    for folder in map(Path, folders):
        runs = [run for place in _places(folder) if (run := _read(place)) is not None]
        if not runs:
            raise ValueError(f"`{folder}` holds no finished run: the command that began it goes on with it")
        found |= {run.folder.resolve(): run for run in runs}
    return list(found.values())


def _places(folder: Path) -> Iterator[Path]:
    if (folder / RUN).is_file():
        yield folder
        return
    if not folder.is_dir():
        near = [str(one) for one in folder.parent.glob("*") if one.is_dir()] if folder.parent.is_dir() else []
        raise ValueError(f"there is no folder `{folder}`: {suggest(str(folder), near) or 'give that of a run'}")
    places = sorted(path.parent for path in folder.glob(f"*/{RUN}"))
    if not places:
        raise ValueError(f"`{folder}` is no folder of a run or of a sweep: there is no `{RUN}` in it")
    yield from places


def _read(folder: Path) -> Run | None:
    try:
        if not _is_finished(folder):
            return None
        begun = json.loads((folder / RUN).read_text(encoding="utf-8"))
        arch = from_json((folder / NETWORK).read_text(encoding="utf-8"))
        epochs = tuple(map(json.loads, _text(folder / EPOCHS).splitlines()))
        measured = json.loads(_text(folder / RESULT) or "{}").get("measured", {})
    except (OSError, ValueError, BadIr) as error:
        raise ValueError(f"the run in `{folder}` cannot be read: {error}") from None
    return Run(folder, arch, begun, epochs, measured)


def _is_finished(folder: Path) -> bool:
    """Whether it has a result; runs of earlier versions have none, and say it in their checkpoint."""
    checkpoints = folder.glob("checkpoints/*/progress.json")
    return (folder / RESULT).is_file() or any(json.loads(_text(one)).get("finished") for one in checkpoints)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
