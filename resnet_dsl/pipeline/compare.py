"""Networks side by side."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

from resnet_dsl.analysis import comparison
from resnet_dsl.analysis.comparison import figures_of
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.catalogue import find_names
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.measured import with_runs
from resnet_dsl.pipeline.plot import KINDS, THEMES, Plot
from resnet_dsl.pipeline.specs import Folders

Runs = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
PATTERN = frozenset("*?[")


class Comparison(comparison.Comparison):
    """Networks side by side, with plots of them."""

    def plot(self, kind: str = KINDS[0], *, theme: str = THEMES[0]) -> Plot:
        """A plot: `scatter`, parameters against multiply-adds, or `stages`, the cost of each stage.

        The theme is `light` or `dark`. Raises `ValueError` for another kind or theme.
        """
        return Plot(self, kind, theme)


def compare(
    *networks: Arch | Spec, runs: Runs = (), input: Input = None, folders: Folders = (), **parameters: Any
) -> Comparison:
    """Networks side by side: their figures with the ratios to the first one, and what their stages cost.

    A pattern such as `resnet*_v1` stands for the bundled networks that fit it. `input` and parameters are those of all
    of them. `runs` are folders of trainings and of sweeps: what they have measured stands beside their networks, which
    follow those that are given. The result prints, shows itself in a notebook, and has plots. Raises `ArchError`, and
    `ValueError` for a folder without finished runs.
    """
    runs = [runs] if isinstance(runs, str | os.PathLike) else list(runs)
    if not networks and not runs:
        raise TypeError("`compare` is given one network at least, or `runs`")
    found = (one for given in networks for one in ([given] if isinstance(given, Arch) else spread(given)))
    return compare_archs([as_arch(one, input, folders, parameters) for one in found], runs)


def compare_archs(archs: Iterable[Arch], runs: Sequence[str | os.PathLike[str]] = ()) -> Comparison:
    """Networks side by side, with the networks and measurements of runs if there are any. Raises `ValueError`."""
    if not runs:
        return Comparison(tuple(figures_of(arch) for arch in archs))
    rows = with_runs(archs, runs)
    return Comparison(tuple(figures for figures, _ in rows), tuple(measured for _, measured in rows))


def spread(spec: Spec) -> list[Spec]:
    """The bundled networks that a pattern stands for; any other spec itself. Raises `ArchError` where none fits."""
    is_pattern = isinstance(spec, str) and PATTERN & set(spec) and "/" not in spec and ".arch" not in spec
    return [*find_names([str(spec)])] if is_pattern else [spec]
