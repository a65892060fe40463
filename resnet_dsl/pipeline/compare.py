"""Networks side by side."""

from typing import Any

from resnet_dsl.analysis import comparison
from resnet_dsl.analysis.comparison import figures_of
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.catalogue import find_names
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.plot import KINDS, THEMES, Plot
from resnet_dsl.pipeline.specs import Folders

PATTERN = frozenset("*?[")


class Comparison(comparison.Comparison):
    """Networks side by side, with plots of them."""

    def plot(self, kind: str = KINDS[0], *, theme: str = THEMES[0]) -> Plot:
        """A plot: `scatter`, parameters against multiply-adds, or `stages`, the cost of each stage.

        The theme is `light` or `dark`. Raises `ValueError` for another kind or theme.
        """
        return Plot(self, kind, theme)


def compare(*networks: Arch | Spec, input: Input = None, folders: Folders = (), **parameters: Any) -> Comparison:
    """Networks side by side: their figures with the ratios to the first one, and what their stages cost.

    A pattern such as `resnet*_v1` stands for the bundled networks that fit it. `input` and parameters are those of all
    of them. The result prints, shows itself in a notebook, and has plots. Raises `ArchError`.
    """
    if not networks:
        raise TypeError("`compare` is given one network at least")
    found = (one for given in networks for one in ([given] if isinstance(given, Arch) else spread(given)))
    return Comparison(tuple(figures_of(as_arch(one, input, folders, parameters)) for one in found))


def spread(spec: Spec) -> list[Spec]:
    """The bundled networks that a pattern stands for; any other spec itself. Raises `ArchError` where none fits."""
    is_pattern = isinstance(spec, str) and PATTERN & set(spec) and "/" not in spec and ".arch" not in spec
    return [*find_names([str(spec)])] if is_pattern else [spec]
