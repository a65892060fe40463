"""The attributes of DOT by the kind of thing drawn."""

from resnet_dsl.backends.graphviz.theme import FOLDED, FONT, Look
from resnet_dsl.diagram.graph import Box, EdgeStyle, Frame, Mark

Attributes = dict[str, str]


def graph_attributes(look: Look, *, right: bool) -> Attributes:
    """Those of the whole picture."""
    return {
        "rankdir": "LR" if right else "TB",
        "newrank": "true",
        "nodesep": "0.25",
        "ranksep": "0.25",
        "labelloc": "t",
        "fontname": FONT,
        "fontcolor": look.ink,
        "bgcolor": look.background,
        "pad": "0.2",
    }


def node_attributes(look: Look) -> Attributes:
    """Those that boxes share."""
    return {
        "shape": "box",
        "style": "filled,rounded",
        "fontname": FONT,
        "fontsize": "11",
        "fontcolor": look.ink,
        "margin": "0.12,0.05",
        "height": "0.3",
    }


def edge_attributes(look: Look) -> Attributes:
    """Those that edges share."""
    return {"fontname": FONT, "fontsize": "9", "fontcolor": look.pale, "color": look.ink, "arrowsize": "0.6"}


def box_attributes(box: Box, look: Look) -> Attributes:
    """Those of a box by its kind and role."""
    fill, border = look.paint(FOLDED if box.kind == "folded" else box.role)
    attributes = {"fillcolor": fill, "color": border} | _of_kind(box, look) | _marked(box.mark, look)
    return attributes | ({"style": "filled,rounded,dashed"} if box.training else {})


def _marked(mark: Mark, look: Look) -> Attributes:
    """Those of what is marked."""
    if not mark:
        return {}
    fill, border = look.paint(mark)
    return {"fillcolor": fill, "color": border, "penwidth": "2"}


def _of_kind(box: Box, look: Look) -> Attributes:
    ends = {"fillcolor": look.background, "color": look.ink}
    match box.kind:
        case "parts":
            return {"height": "0.2", "margin": "0.08,0.03"}
        case "folded":
            return {"penwidth": "1.4", "margin": "0.1,0.06"}
        case "terminal":
            return ends
        case "shape":
            return {"shape": "plaintext", "style": "", "fontcolor": look.pale, "height": "0.15", "margin": "0.05,0.02"}
        case "circle":
            return ends | {"shape": "circle", "fixedsize": "true", "width": "0.26"}
        case "concat":
            return ends | {"margin": "0.2,0.03"}
        case "entry" | "split":
            return {"shape": "point", "width": "0.06", "fillcolor": look.ink, "color": look.ink}
    return {}


def frame_attributes(frame: Frame, look: Look) -> Attributes:
    """Those of a frame by its kind and mark."""
    return _of_frame(frame, look) | ({"color": look.paint(frame.mark)[1], "penwidth": "2"} if frame.mark else {})


def _of_frame(frame: Frame, look: Look) -> Attributes:
    match frame.kind:
        case "stage":
            fill, border = look.stage
            return {"style": "filled,rounded", "fillcolor": fill, "color": border}
        case "block":
            fill, border = look.block
            return {"style": "filled,rounded", "fillcolor": fill, "color": border}
        case "group":
            return {"style": "rounded", "color": look.stage[1]}
        case "repeat":
            return {"style": "filled,rounded", "fillcolor": look.block[0], "color": look.ink, "penwidth": "1.6"}
    fill, border = look.card
    return {"style": "filled,rounded", "fillcolor": fill, "color": border, "margin": "12"}


def style_attributes(style: EdgeStyle, look: Look) -> Attributes:
    """Those of an edge by its style."""
    match style:
        case "main":
            return {"weight": "400"}
        case "shortcut":
            return {"style": "dashed", "weight": "3"}
        case "skip":
            return {"color": look.accent, "weight": "0"} | ({"style": "dotted"} if look.dotted else {})
        case "training":
            return {"style": "dashed", "color": look.grey}
    return {}
