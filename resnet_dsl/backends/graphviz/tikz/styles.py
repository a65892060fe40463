"""What stands at the top of a picture: its colours, its text and its styles, for an author to change."""

from resnet_dsl.backends.graphviz.content import BAR, FACES, THIN, Face
from resnet_dsl.backends.graphviz.theme import FOLDED, OTHER, Look
from resnet_dsl.diagram.graph import Box
from resnet_dsl.ops.core import op

ROLES = {
    op.CONVOLUTION: "conv",
    op.LINEAR: "linear",
    op.POOLING: "pool",
    op.NORMALISATION: "norm",
    op.ACTIVATION: "activation",
    op.SHORTCUT: "passed",
    op.SCALE: "scaling",
    FOLDED: "block",
    OTHER: "other",
}
"""The styles of boxes by role."""
KINDS = {
    "folded": "block",
    "shape": "value",
    "terminal": "terminal",
    "circle": "sum",
    "concat": "concat",
    "entry": "point",
    "split": "point",
}
"""The styles of boxes whose kind says more than their role."""
FRAMES = {"stage": "stage", "block": "opened", "group": "group", "repeat": "repeat", "card": "card"}
"""The styles of frames by kind; an opened block is no `block`, which is one box."""
BARS = ("parameters", "macs")
SIZES = {11: "10.95", 13: "12", 14: "14.4", 18: "17.28"}
"""The nearest sizes that LaTeX has, where that is another."""
STYLES = r"""
  every node/.style={inner sep=0bp, font=\sffamily, text=ink, align=center},
  size/.style 2 args={minimum width=#1bp, minimum height=#2bp},
  box/.style={rounded corners=5bp},
<roles>
  terminal/.style={box, fill=background, draw=ink},
  concat/.style={box, fill=background, draw=ink},
  sum/.style={circle, fill=background, draw=ink},
  point/.style={circle, fill=ink},
  value/.style={text=pale},
  frame/.style={rounded corners=8bp},
  stage/.style={frame, fill=stagefill, draw=stageline},
  opened/.style={frame, fill=openedfill, draw=openedline},
  group/.style={frame, draw=stageline},
  repeat/.style={frame, fill=openedfill, draw=ink, line width=1.2bp},
  card/.style={frame, fill=cardfill, draw=cardline},
  heading/.style={align=left, anchor=north west},
  swatch/.style={rounded corners=0bp, line width=.6bp, size={16}{8}},
  edge/.style={draw=ink, ->},
  main/.style={edge},
  identity/.style={edge},
  shortcut/.style={edge, dashed},
  skip/.style={edge, draw=accent<dotted>},
  training/.style={dashed},
""".strip("\n")


def style_of(box: Box) -> str:
    """The styles of a box."""
    style = KINDS.get(box.kind) or ROLES.get(box.role, ROLES[OTHER])
    return f"{style}, training" if box.training else style


def styles(look: Look) -> str:
    """The styles, as options of the picture."""
    roles = [f"  {name}/.style={{box, fill={name}fill, draw={name}line{_thick(name)}}}," for name in ROLES.values()]
    return STYLES.replace("<roles>", "\n".join(roles)).replace("<dotted>", ", dotted" if look.dotted else "")


def _thick(name: str) -> str:
    return ", line width=1.1bp" if name == ROLES[FOLDED] else ""


def colours(look: Look) -> list[str]:
    """The colours of a theme, defined."""
    single = {"background": look.background, "ink": look.ink, "pale": look.pale, "grey": look.grey}
    single |= {"accent": look.accent, "empty": look.empty} | dict(zip(BARS, look.bar, strict=True))
    paints = {name: look.paint(role) for role, name in ROLES.items()}
    paints |= {"stage": look.stage, "opened": look.block, "card": look.card}
    for name, (fill, line) in paints.items():
        single |= {f"{name}fill": fill, f"{name}line": line}
    return [rf"\definecolor{{{name}}}{{HTML}}{{{colour.removeprefix('#')}}}" for name, colour in single.items()]


def texts() -> list[str]:
    """The macros of what is written: one a face, the lines between bars, and the bar of a share."""
    small = FACES["value"].size
    return [
        r"\medmuskip=1mu % little room round $\times$",
        *(rf"\def\net{name}#1{{{{{_font(face)}#1\strut}}}}" for name, face in FACES.items()),
        rf"\def\netlines#1{{{{{_font(FACES['layer'])}"
        r"\begin{tabular}{@{{\color{grey}\vrule}\hspace{3bp}}c@{\hspace{3bp}{\color{grey}\vrule}}}#1\end{tabular}}}",
        rf"\def\netbar#1#2#3{{{{\color{{#1}}\rule[1bp]{{#2bp}}{{{THIN}bp}}\color{{empty}}"
        rf"\rule[1bp]{{\dimexpr{BAR}bp-#2bp}}{{{THIN}bp}}}}\makebox[{3.5 * small:g}bp][r]{{\netvalue{{#3}}}}}}",
    ]


def _font(face: Face) -> str:
    size = SIZES.get(face.size, str(face.size))
    font = rf"\fontsize{{{size}}}{{{float(size) * 1.15:.3g}}}\selectfont"
    weight = r"\bfseries\boldmath" if face.bold else ""
    slant, colour = r"\itshape" if face.italic else "", r"\color{pale}" if face.pale else ""
    return f"{font}{weight}{slant}{colour}" + ("" if f"{weight}{slant}{colour}" else " ")
