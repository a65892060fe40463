"""How the picture looks: tints of the palette of Okabe and Ito, which all eyes tell apart, and a plain typeface."""

from resnet_dsl.backends.graphviz.graph import BoxKind, ClusterKind, EdgeStyle
from resnet_dsl.ops.core import op

INK, PALE = "#222222", "#555555"
GREY, LIGHT = "#8A8A8A", "#F1F1F1"
FONT = "Helvetica,Arial,sans-serif"

COLOURS = {
    op.CONVOLUTION: ("#D9ECF8", "#0072B2"),
    op.LINEAR: ("#FBEBCB", "#B87700"),
    op.POOLING: ("#D2EDE4", "#007A5A"),
    op.NORMALISATION: ("#F6E6EF", "#A6557F"),
    op.ACTIVATION: ("#FBF8D0", "#9C9100"),
    op.SHORTCUT: ("#FFFFFF", "#0072B2"),
    op.SCALE: ("#F9DFCF", "#B84F00"),
}
"""Fill and border by the role of an op."""
OTHER = (LIGHT, GREY)

GRAPH = {
    "rankdir": "TB",
    "newrank": "true",
    "nodesep": "0.3",
    "ranksep": "0.28",
    "labelloc": "t",
    "fontname": FONT,
    "fontcolor": INK,
    "bgcolor": "white",
    "pad": "0.2",
}
NODE = {"shape": "box", "fontname": FONT, "fontsize": "11", "fontcolor": INK, "margin": "0.12,0.05", "height": "0.3"}
EDGE = {"fontname": FONT, "fontsize": "9", "fontcolor": PALE, "color": INK, "arrowsize": "0.6"}

BOXES: dict[BoxKind, dict[str, str]] = {
    "layer": {},
    "parts": {"height": "0.2", "margin": "0.08,0.03"},
    "terminal": {"fillcolor": "white", "color": INK},
    "circle": {"shape": "circle", "fixedsize": "true", "width": "0.26", "fillcolor": "white", "color": INK},
    "concat": {"shape": "box", "fillcolor": "white", "color": INK, "margin": "0.2,0.03"},
    "entry": {"shape": "point", "width": "0.06", "color": INK, "ordering": "out"},
    "split": {"shape": "point", "width": "0.06", "color": INK, "ordering": "out"},
}
CLUSTERS: dict[ClusterKind, dict[str, str]] = {
    "stage": {"style": "filled,rounded", "fillcolor": "#F5F5F5", "color": "#BDBDBD"},
    "block": {"style": "filled,rounded", "fillcolor": "white", "color": GREY},
    "group": {"style": "rounded", "color": "#BDBDBD"},
    "repeat": {"style": "filled,rounded,dashed", "fillcolor": "white", "color": INK, "penwidth": "1.6"},
}
EDGES: dict[EdgeStyle, dict[str, str]] = {
    "main": {"weight": "400"},
    "identity": {},
    "shortcut": {"style": "dashed", "weight": "3"},
    "skip": {"color": "#0072B2", "weight": "0"},
    "training": {"style": "dashed", "color": GREY},
}
