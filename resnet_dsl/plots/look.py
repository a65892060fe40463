"""How plots look: the palette of Okabe and Ito, which all eyes tell apart, on a light and on a dark ground."""

from dataclasses import dataclass
from typing import Any

ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"


@dataclass(frozen=True)
class Theme:
    """The colours of a ground: of itself, of text, of fainter text, of the grid, and those of what is shown in turn."""

    ground: str
    ink: str
    pale: str
    grid: str
    colours: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, Any]:
        """The settings of matplotlib."""
        return {
            "figure.facecolor": self.ground,
            "savefig.facecolor": self.ground,
            "axes.facecolor": self.ground,
            "axes.edgecolor": self.pale,
            "axes.labelcolor": self.ink,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "text.color": self.ink,
            "xtick.color": self.pale,
            "ytick.color": self.pale,
            "grid.color": self.grid,
            "grid.linewidth": 0.6,
            "legend.frameon": False,
            "font.size": 9,
        }


LIGHT = Theme("#FFFFFF", "#222222", "#555555", "#DDDDDD", (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, "#777777"))
DARK = Theme("#16181D", "#ECECEC", "#B0B0B0", "#33363D", (SKY, ORANGE, GREEN, PURPLE, YELLOW, VERMILION, "#AAAAAA"))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
"""Shapes in turn: what is told apart by its colour is also told apart by its shape."""
STAGES = (VERMILION, PURPLE, SKY, BLUE, GREEN, YELLOW, ORANGE)
"""By how often the size of the input is halved."""
HEAD = "#8A8A8A"
