"""The picture as text of DOT, the language of Graphviz."""

from collections import defaultdict
from html import escape
from textwrap import wrap

import graphviz

from resnet_dsl.backends.graphviz.build import build
from resnet_dsl.backends.graphviz.graph import Box, Cluster, Edge, Graph
from resnet_dsl.backends.graphviz.look import BOXES, CLUSTERS, COLOURS, EDGE, EDGES, GRAPH, NODE, OTHER, PALE
from resnet_dsl.backends.graphviz.simplify import simplify
from resnet_dsl.ir.nodes import Arch

TITLE_WIDTH, SMALL, GAP = 60, 10, 6
ASIDE = ("identity", "shortcut")


def to_dot(arch: Arch) -> str:
    """The picture of a network as DOT; the same text for the same IR."""
    graph = build(arch)
    simplify(graph)
    return write(graph)


def write(graph: Graph) -> str:
    """A picture as DOT."""
    dot = graphviz.Digraph(_verbatim(graph.title), graph_attr=GRAPH, node_attr=NODE, edge_attr=EDGE)
    dot.attr(label=_title(graph))
    dot.attr(tooltip=_verbatim(graph.title))
    _write_members("", _members(graph), dot)
    _write_edges(graph, dot)
    return str(dot.source)


def _title(graph: Graph) -> str:
    gap = _line(" ", GAP)
    subtitle = [_line(line) for line in wrap(graph.subtitle, TITLE_WIDTH)]
    return _label(_line(graph.title, 18, bold=True), gap, *subtitle, gap, _line(graph.caption, colour=PALE), gap)


Members = dict[str, list[Box | Cluster]]


def _members(graph: Graph) -> Members:
    """What stands in each cluster: first clusters, then boxes, those beside the main path before it."""
    members: Members = defaultdict(list)
    for cluster in graph.clusters.values():
        members[cluster.parent].append(cluster)
    for box in sorted(graph.boxes.values(), key=lambda box: not box.aside):
        members[box.cluster].append(box)
    return members


def _write_members(id: str, members: Members, dot: graphviz.Digraph) -> None:
    for member in members[id]:
        if isinstance(member, Box):
            dot.node(member.id, **_box_attributes(member))
        else:
            inner = graphviz.Digraph(f"cluster_{member.id}", graph_attr=_cluster_attributes(member))
            _write_members(member.id, members, inner)
            dot.subgraph(inner)


def _write_edges(graph: Graph, dot: graphviz.Digraph) -> None:
    """All edges, those beside the main path first, for they come to stand on its left."""
    labelled = _labelled(graph)
    for edge in sorted(graph.edges, key=lambda edge: edge.style not in ASIDE):
        attributes = dict(EDGES[edge.style])
        if edge in labelled:
            attributes["label"] = f" {graph.boxes[edge.tail].shape} "
        if edge.style in ASIDE and graph.boxes[edge.head].kind in ("circle", "concat"):
            attributes["weight"] = "1"
        dot.edge(edge.tail, edge.head, **attributes)


def _labelled(graph: Graph) -> set[Edge]:
    """The edges that carry a shape: where it is a new one, the first that leaves its box."""
    first: dict[str, Edge] = {}
    for edge in graph.edges:
        first.setdefault(edge.tail, edge)
    return {edge for edge in first.values() if graph.boxes[edge.tail].shape}


def _box_attributes(box: Box) -> dict[str, str]:
    fill, border = COLOURS.get(box.role, OTHER)
    style = "filled,rounded,dashed" if box.training else "filled,rounded"
    coloured = {"style": style, "fillcolor": fill, "color": border}
    attributes = coloured | BOXES[box.kind] | {"tooltip": _verbatim(box.tooltip or box.head)}
    if box.kind in ("entry", "split"):
        return attributes | {"label": ""}
    if box.kind == "circle":
        return attributes | {"label": box.head, "style": "filled"}
    return attributes | {"label": _box_label(box)}


def _box_label(box: Box) -> str:
    lines = [_line(" · ".join(box.before), SMALL, PALE), _line(box.head), _line(" · ".join(box.behind), SMALL, PALE)]
    return _label(*lines, _line(box.note, SMALL, PALE, italic=True))


def _cluster_attributes(cluster: Cluster) -> dict[str, str]:
    stage = cluster.kind == "stage"
    lines = (
        _line(cluster.mark, 14, bold=True),
        _line(cluster.title, 13 if stage else SMALL, bold=stage),
        _line(cluster.subtitle, bold=stage),
        _line(cluster.shape, SMALL, PALE),
    )
    label = _label(*lines, left=True)
    return CLUSTERS[cluster.kind] | {"label": label, "labeljust": "l", "tooltip": _verbatim(cluster.tooltip)}


def _label(*lines: str, left: bool = False) -> str:
    """Lines in the markup of Graphviz; nothing for no lines."""
    lines = tuple(line for line in lines if line)
    text = "".join(f'{line}<br align="left"/>' for line in lines) if left else "<br/>".join(lines)
    return f"<{text}>" if text else ""


def _line(text: str, size: int = 11, colour: str = "", *, bold: bool = False, italic: bool = False) -> str:
    """A text in the markup of Graphviz, whatever it holds."""
    if not text:
        return ""
    text = escape(_plain(text))
    text = f"<b>{text}</b>" if bold else f"<i>{text}</i>" if italic else text
    colour = f' color="{colour}"' if colour else ""
    return f'<font point-size="{size}"{colour}>{text}</font>'


def _verbatim(text: str) -> str:
    """A text outside the markup, whatever it holds."""
    text = graphviz.escape(_plain(text))  # no plain string: it is marked as text whatever its first sign
    return text


def _plain(text: str) -> str:
    """A text without what no XML can hold: control characters and halves of surrogate pairs."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
