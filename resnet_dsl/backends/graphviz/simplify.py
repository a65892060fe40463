"""The picture with fewer boxes and the same meaning. Nothing that is read elsewhere is folded away."""

from collections import Counter
from dataclasses import replace

from resnet_dsl.backends.graphviz.graph import Box, Edge, Graph
from resnet_dsl.ops.core.op import ACTIVATION, CONVOLUTION, DROPOUT, LINEAR, NORMALISATION

HEADS = (CONVOLUTION, LINEAR)
FOLLOWERS = (NORMALISATION, ACTIVATION, DROPOUT)


def simplify(graph: Graph) -> None:
    """All foldings, in their order."""
    drop_points(graph)
    fuse(graph)
    dissolve(graph)


def drop_points(graph: Graph) -> None:
    """Take out the points from which one edge goes on.

    The entry of a repeat stays where the value before it has other readers: the point tells what each run reads, the
    value of the run before it, from what all runs read.
    """
    readers = Counter(edge.tail for edge in graph.edges)
    kept: list[Edge] = []
    into: dict[str, Edge] = {}
    for edge in graph.edges:
        edge = _behind(edge, into)
        kind = graph.boxes[edge.head].kind
        if readers[edge.head] == 1 and (kind == "split" or (kind == "entry" and readers[edge.tail] == 1)):
            into[edge.head] = edge
            del graph.boxes[edge.head]
        else:
            kept.append(edge)
    graph.edges = kept


def _behind(edge: Edge, into: dict[str, Edge]) -> Edge:
    return replace(into[edge.tail], head=edge.head) if edge.tail in into else edge


def fuse(graph: Graph) -> None:
    """Write a normalisation, activation or dropout into the box of the layer that it follows, as papers do."""
    readers = Counter(edge.tail for edge in graph.edges)
    hosts: dict[str, str] = {}
    kept: list[Edge] = []
    for edge in graph.edges:
        edge = replace(edge, tail=hosts.get(edge.tail, edge.tail))
        host, guest = graph.boxes[edge.tail], graph.boxes[edge.head]
        if readers[edge.tail] == 1 and _fuses(host, guest):
            readers[host.id] = readers[guest.id]
            hosts[guest.id] = host.id
            graph.boxes[host.id] = replace(host, behind=(*host.behind, guest.head))
            del graph.boxes[guest.id]
        else:
            kept.append(edge)
    graph.edges = kept


def _fuses(host: Box, guest: Box) -> bool:
    same = (host.kind, host.cluster, host.training) == ("layer", guest.cluster, guest.training)
    return same and guest.kind == "layer" and host.role in HEADS and guest.role in FOLLOWERS and not guest.shape


def dissolve(graph: Graph) -> None:
    """Take away the frame of a block or brace that holds one box only, and every frame that holds none."""
    holds = Counter(box.cluster for box in graph.boxes.values())
    outside: dict[str, str] = {}
    for cluster in reversed(list(graph.clusters.values())):
        if holds[cluster.id] == 0 or (holds[cluster.id] == 1 and cluster.kind in ("block", "group")):
            outside[cluster.id] = cluster.parent
            del graph.clusters[cluster.id]
            holds[cluster.parent] += holds[cluster.id]
        else:
            holds[cluster.parent] += 2
    for box in graph.boxes.values():
        graph.boxes[box.id] = replace(box, cluster=_kept(box.cluster, outside))


def _kept(cluster: str, outside: dict[str, str]) -> str:
    while cluster in outside:
        cluster = outside[cluster]
    return cluster
