"""What the signs mean: of all signs those that a picture has."""

from collections import Counter
from collections.abc import Iterator

from resnet_dsl.backends.graphviz.markup import cell, label, line, row, table
from resnet_dsl.backends.graphviz.theme import FOLDED, Look, Paint
from resnet_dsl.diagram.graph import EdgeStyle, Graph
from resnet_dsl.ops.core import op

ROLES = {
    op.CONVOLUTION: "convolution",
    op.LINEAR: "fully connected layer",
    op.POOLING: "pooling",
    op.NORMALISATION: "normalisation",
    op.ACTIVATION: "activation",
    op.SCALE: "scaling",
    op.SHORTCUT: "zero padding",
}
STYLES: dict[EdgeStyle, str] = {
    "identity": "shortcut that passes the value on unchanged",
    "shortcut": "shortcut that changes the value",
    "skip": "value read from afar",
    "training": "in training only",
}
SIZE = 9


def legend_label(graph: Graph, look: Look) -> str:
    """The legend as markup."""
    rows = [row(cell(line("how to read this", SIZE, look.pale, bold=True), colspan=2, align="left"))]
    rows += [row(_sign(sign, look), _text(text, look)) for sign, text in _entries(graph, look)]
    return label(table(*rows, padding=1, spacing=2))


def _entries(graph: Graph, look: Look) -> Iterator[tuple[str, str]]:
    """The signs, as markup, and what they mean."""
    boxes = graph.boxes.values()
    for paint, texts in _paints(graph, look).items():
        yield _swatch(paint), ", ".join(texts)
    if any(box.kind == "folded" for box in boxes):
        yield _swatch(look.paint(FOLDED)), "block, with its layers between bars"
    if graph.cards:
        yield line("[A]", SIZE, bold=True), "opened on the card with this letter"
    if any(box.count > 1 for box in boxes) or any(frame.count > 1 for frame in graph.frames.values()):
        yield line("×3", SIZE, bold=True), "this many in a row"
    if any(box.smaller for box in boxes):
        yield line("64×56×56", SIZE, bold=True), "height and width shrink here"
    if any(box.before or box.behind for box in boxes if box.kind == "layer"):
        yield line("bn · relu", SIZE, look.pale), "runs before (above) or behind (below)"
    for style in _styles(graph):
        yield _arrow(style, look), STYLES[style]
    if any(box.share for box in boxes) or any(frame.share for frame in graph.frames.values()):
        for colour, text in zip(look.bar, ("share of all parameters", "share of all multiply-adds"), strict=True):
            yield _swatch((colour, colour)), text


def _paints(graph: Graph, look: Look) -> dict[Paint, dict[str, None]]:
    """What the colours of layers mean: of each, in their order, all that have it."""
    there = {box.role for box in graph.boxes.values() if box.kind in ("layer", "parts")}
    found: dict[Paint, dict[str, None]] = {}
    for role in [*(role for role in ROLES if role in there), *sorted(there - ROLES.keys())]:
        found.setdefault(look.paint(role), {})[ROLES.get(role, "other layer")] = None
    return found


def _styles(graph: Graph) -> list[EdgeStyle]:
    """The styles that want a word; an identity goes past something only where others read its value too."""
    readers = Counter(edge.tail for edge in graph.edges)
    there: set[EdgeStyle] = {edge.style for edge in graph.edges if edge.style != "identity"}
    sums = (edge for edge in graph.edges if edge.style == "identity" and graph.boxes[edge.head].kind == "circle")
    there |= {edge.style for edge in sums if readers[edge.tail] > 1}
    return [style for style in STYLES if style in there]


def _arrow(style: EdgeStyle, look: Look) -> str:
    """The sign of an edge, drawn as the edge is."""
    match style:
        case "identity":
            return line("→", 12, look.ink)
        case "shortcut":
            return line("⇢", 12, look.ink)
        case "training":
            return line("⇢", 12, look.grey)
    return line("··>" if look.dotted else "→", 12, look.accent)


def _swatch(paint: tuple[str, str]) -> str:
    fill, border = paint
    inner = cell("", border=1, color=border, bgcolor=fill, width=16, height=8, fixedsize="true")
    return table(row(inner))


def _sign(sign: str, look: Look) -> str:
    return cell(sign, align="center")


def _text(text: str, look: Look) -> str:
    return cell(line(text, SIZE, look.pale), align="left")
