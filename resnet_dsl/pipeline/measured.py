"""Networks with what their trainings have measured."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from resnet_dsl.analysis.comparison import Figures, figures_of
from resnet_dsl.analysis.comparison.measured import Measured
from resnet_dsl.analysis.spread import Spread
from resnet_dsl.ir.fingerprint import fingerprint
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.catalogue import plain
from resnet_dsl.pipeline.runs import Run, read_runs

Row = tuple[Figures, Measured | None]


def with_runs(archs: Iterable[Arch], folders: Iterable[str | os.PathLike[str]]) -> list[Row]:
    """Networks, then those of the runs that are not among them; a row for runs that differ in their seed alone.

    A run is of a network if both compute the same from the same input. Networks of one name are told apart by their
    parameters. Raises `ValueError` for a folder without finished runs.
    """
    groups: dict[str, dict[str, list[Run]]] = {}
    for run in read_runs(folders):
        groups.setdefault(fingerprint(run.arch), {}).setdefault(run.without_seed, []).append(run)
    known = {fingerprint(arch): arch for arch in archs}
    found = known | {key: runs[0].arch for key, of in groups.items() if key not in known for runs in of.values()}
    names = _names(found)
    rows: list[Row] = []
    for key, arch in found.items():
        figures = replace(figures_of(arch), name=names[key])
        rows += [(figures, _measured(runs)) for runs in groups.get(key, {}).values()] or [(figures, None)]
    return rows


def _measured(runs: list[Run]) -> Measured:
    return Measured(
        data=str(runs[0].begun["run"]["data"]["name"]),
        accuracy=Spread.of(run.accuracy for run in runs),
        training=Spread.of(run.seconds for run in runs),
        inference=Spread.of(run.measured.get("seconds_per_image") for run in runs),
        memory=Spread.of(run.measured.get("peak_memory") for run in runs),
        folders=tuple(str(run.folder) for run in runs),
    )


def _names(archs: Mapping[str, Arch]) -> dict[str, str]:
    """Of each network its name, with the parameters that others of that name have otherwise."""
    return {key: " ".join([arch.name, *_own(arch, archs.values())]) for key, arch in archs.items()}


def _own(arch: Arch, others: Iterable[Arch]) -> Iterator[str]:
    values = [_values(other) for other in others if other.name == arch.name]
    for name, value in _values(arch).items():
        if any(other.get(name, value) != value for other in values):
            yield f"{name}={value}"


def _values(arch: Arch) -> dict[str, Any]:
    return {one.name: plain(one.value) for one in arch.root.parameters}
