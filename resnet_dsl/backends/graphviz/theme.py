"""How things look: colours by role that everybody can tell apart, light, dark, and black and white for print.

The hues are those of Okabe and Ito 2008, "Color Universal Design", lighter or darker until any two roles are well apart
(four just noticeable differences, in fill or border) for people without red, green or blue cones too. No meaning hangs
on colour alone: what a box is stands in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from resnet_dsl.diagram.view import Theme
from resnet_dsl.ops.core import op

FOLDED, OTHER = "folded", "other"
Paint = tuple[str, str]
"""Fill and border."""


@dataclass(frozen=True)
class Look:
    """The colours of a theme."""

    background: str
    ink: str
    pale: str
    grey: str
    accent: str
    stage: Paint
    card: Paint
    block: Paint
    empty: str
    bar: Paint
    roles: Mapping[str, Paint]
    marks: Mapping[str, Paint]

    @property
    def dotted(self) -> bool:
        """Whether what is read from afar is dotted, for want of a colour of its own."""
        return self.accent == self.ink

    def paint(self, role: str) -> Paint:
        """The fill and border of a box of this role, or with this mark."""
        return self.marks.get(role) or self.roles.get(role, self.roles[OTHER])

    def faded(self) -> "Look":
        """The same without colours of roles, so that marks are seen."""
        return replace(self, roles={FOLDED: self.roles[FOLDED], OTHER: self.roles[OTHER]})


LIGHT = Look(
    background="#FFFFFF",
    ink="#222222",
    pale="#5A5A5A",
    grey="#8A8A8A",
    accent="#0072B2",
    stage=("#F4F4F4", "#BDBDBD"),
    card=("#FCFBF7", "#8A8A8A"),
    block=("#FFFFFF", "#8A8A8A"),
    empty="#DDDDDD",
    bar=("#56616B", "#D55E00"),
    roles={
        op.CONVOLUTION: ("#D9ECF8", "#0072B2"),
        op.LINEAR: ("#FBEBCB", "#664100"),
        op.POOLING: ("#D2EDE4", "#007A5A"),
        op.NORMALISATION: ("#F6E6EF", "#A6557F"),
        op.ACTIVATION: ("#FBF8D0", "#998F00"),
        op.SHORTCUT: ("#FFFFFF", "#0072B2"),
        op.SCALE: ("#F9DFCF", "#B84300"),
        FOLDED: ("#FFFFFF", "#222222"),
        OTHER: ("#F1F1F1", "#8A8A8A"),
    },
    marks={"added": ("#CDEBDD", "#00704F"), "removed": ("#FADBCB", "#B84300"), "changed": ("#FFF0B3", "#7A6000")},
)
DARK = Look(
    background="#14181D",
    ink="#ECECEC",
    pale="#B3B9C0",
    grey="#8D949C",
    accent="#6CC0F2",
    stage=("#1D2329", "#4A525B"),
    card=("#1B1F24", "#7A828B"),
    block=("#14181D", "#7A828B"),
    empty="#3A424B",
    bar=("#AEB7C0", "#F08A3C"),
    roles={
        op.CONVOLUTION: ("#123B57", "#6CC0F2"),
        op.LINEAR: ("#4A3A12", "#DF9920"),
        op.POOLING: ("#0F4034", "#4FD0A8"),
        op.NORMALISATION: ("#472A3A", "#DE93BA"),
        op.ACTIVATION: ("#43400F", "#DFD220"),
        op.SHORTCUT: ("#14181D", "#6CC0F2"),
        op.SCALE: ("#4C2A14", "#DF6620"),
        FOLDED: ("#20262D", "#ECECEC"),
        OTHER: ("#2A3138", "#8D949C"),
    },
    marks={"added": ("#0F4034", "#4FD0A8"), "removed": ("#5A2410", "#FF9A5C"), "changed": ("#4A3F10", "#F0D060")},
)
PRINT = Look(
    background="#FFFFFF",
    ink="#000000",
    pale="#333333",
    grey="#555555",
    accent="#000000",
    stage=("#FFFFFF", "#777777"),
    card=("#FFFFFF", "#000000"),
    block=("#FFFFFF", "#555555"),
    empty="#DDDDDD",
    bar=("#000000", "#777777"),
    roles={
        op.CONVOLUTION: ("#E4E4E4", "#000000"),
        op.LINEAR: ("#C6C6C6", "#000000"),
        op.POOLING: ("#A9A9A9", "#000000"),
        FOLDED: ("#FFFFFF", "#000000"),
        OTHER: ("#FFFFFF", "#555555"),
    },
    marks={"added": ("#FFFFFF", "#000000"), "removed": ("#FFFFFF", "#000000"), "changed": ("#EDEDED", "#000000")},
)
LOOKS: dict[Theme, Look] = {"light": LIGHT, "dark": DARK, "print": PRINT}
FONT = "Helvetica,Arial,sans-serif"
