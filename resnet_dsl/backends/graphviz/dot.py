"""The picture as text of DOT, the language of Graphviz."""

from collections import defaultdict
from html import escape

import graphviz

from resnet_dsl.backends.graphviz.build import build
from resnet_dsl.backends.graphviz.graph import Box, Cluster, Graph
from resnet_dsl.backends.graphviz.look import BOXES, CLUSTERS, COLOURS, EDGE, EDGES, GRAPH, NODE, OTHER, PALE
from resnet_dsl.backends.graphviz.simplify import simplify
from resnet_dsl.ir.nodes import Arch


def to_dot(arch: Arch) -> str:
    """The picture of a network as DOT; the same text for the same IR."""
    graph = build(arch)
    simplify(graph)
    return write(graph)


def write(graph: Graph) -> str:
    """A picture as DOT."""
    dot = graphviz.Digraph(_plain(graph.title), graph_attr=GRAPH, node_attr=NODE, edge_attr=EDGE)
    dot.attr(label=_label(_line(graph.title, 18, bold=True), _line(graph.subtitle, 11), _line(graph.caption, 11, PALE)))
    dot.attr(tooltip=graphviz.escape(_plain(graph.title)))
    _write_members("", _members(graph), dot)
    _write_edges(graph, dot)
    return str(dot.source)


Members = dict[str, list[Box | Cluster]]


def _members(graph: Graph) -> Members:
    """What stands in each cluster, in the order of execution."""
    members: Members = defaultdict(list)
    for cluster in graph.clusters.values():
        members[cluster.parent].append(cluster)
    for box in graph.boxes.values():
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
    """All edges; the first that leaves a box carries the shape, where it is a new one."""
    shapes = {box.id: box.shape for box in graph.boxes.values()}
    for edge in graph.edges:
        shape = shapes.pop(edge.tail, "")
        label = {"label": f" {shape} "} if shape else {}
        dot.edge(edge.tail, edge.head, **EDGES[edge.style], **label)


def _box_attributes(box: Box) -> dict[str, str]:
    fill, border = COLOURS.get(box.role, OTHER)
    style = "filled,rounded,dashed" if box.training else "filled,rounded"
    coloured = {"style": style, "fillcolor": fill, "color": border}
    attributes = coloured | BOXES[box.kind] | {"tooltip": _tooltip(box.tooltip or box.head)}
    if box.kind == "entry":
        return attributes | {"label": ""}
    if box.kind == "circle":
        return attributes | {"label": box.head, "style": "filled"}
    return attributes | {"label": _box_label(box)}


def _box_label(box: Box) -> str:
    lines = [_line(" · ".join(box.before), 9, PALE), _line(box.head), _line(" · ".join(box.behind), 9, PALE)]
    return _label(*lines, _line(box.note, 9, PALE, italic=True))


def _cluster_attributes(cluster: Cluster) -> dict[str, str]:
    size = 13 if cluster.kind == "stage" else 10
    mark = _line(cluster.mark, 14, bold=True)
    title = _line(cluster.title, size, bold=cluster.kind == "stage")
    first = "  ".join(part for part in (mark, title) if part)
    label = _label(first, _line(cluster.subtitle, 9, PALE))
    return CLUSTERS[cluster.kind] | {"label": label, "labeljust": "l", "tooltip": _tooltip(cluster.tooltip)}


def _label(*lines: str) -> str:
    """Lines in the markup of Graphviz; nothing for no lines."""
    text = "<br/>".join(line for line in lines if line)
    return f"<{text}>" if text else ""


def _line(text: str, size: int = 11, colour: str = "", *, bold: bool = False, italic: bool = False) -> str:
    """A text in the markup of Graphviz, whatever it holds."""
    if not text:
        return ""
    text = escape(_plain(text))
    text = f"<b>{text}</b>" if bold else f"<i>{text}</i>" if italic else text
    colour = f' color="{colour}"' if colour else ""
    return f'<font point-size="{size}"{colour}>{text}</font>'


def _tooltip(text: str) -> str:
    return str(graphviz.escape(_plain(text)))


def _plain(text: str) -> str:
    """A text without what no XML can hold: control characters and halves of surrogate pairs."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
