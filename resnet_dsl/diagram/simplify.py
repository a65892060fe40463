"""The picture with fewer boxes and the same meaning. Nothing that is read elsewhere is folded away."""

from collections import Counter
from dataclasses import replace

from resnet_dsl.diagram.graph import Box, Edge, Graph
from resnet_dsl.ops.core.op import ACTIVATION, CONVOLUTION, DROPOUT, LINEAR, NORMALISATION, POOLING

FOLLOWERS = {
    CONVOLUTION: (NORMALISATION, ACTIVATION, DROPOUT),
    LINEAR: (NORMALISATION, ACTIVATION, DROPOUT),
    POOLING: (DROPOUT,),
}
"""What is written into the box of a layer that it follows, by the roles of both."""
FLATTEN = "flatten"


def simplify(graph: Graph, *, separate: bool = False) -> None:
    """All foldings, in their order; with `separate`, each layer keeps a box of its own."""
    drop_points(graph)
    if not separate:
        fuse(graph)
    dissolve(graph)
    join_runs(graph)


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
            graph.boxes[host.id] = replace(host, behind=(*host.behind, guest.head), shape=guest.shape or host.shape)
            del graph.boxes[guest.id]
        else:
            kept.append(edge)
    graph.edges = kept


def _fuses(host: Box, guest: Box) -> bool:
    same = (host.kind, host.frame, host.training) == ("layer", guest.frame, guest.training)
    if not same or guest.kind != "layer":
        return False
    if guest.head == FLATTEN:
        return host.role == POOLING
    return guest.role in FOLLOWERS.get(host.role, ()) and not guest.shape


def dissolve(graph: Graph) -> None:
    """Take away the frame of a block or brace that holds one box only, and every frame that holds none.

    Of a repeat with one box, the box has the count.
    """
    holds = Counter(box.frame for box in graph.boxes.values())
    outside: dict[str, str] = {}
    counts: dict[str, int] = {}
    for frame in reversed(list(graph.frames.values())):
        if holds[frame.id] == 0 or (holds[frame.id] == 1 and frame.kind != "stage"):
            outside[frame.id] = frame.parent
            counts[frame.id] = frame.count
            del graph.frames[frame.id]
            holds[frame.parent] += holds[frame.id]
        else:
            holds[frame.parent] += 2
    for box in graph.boxes.values():
        while box.frame in outside:
            box = replace(box, frame=outside[box.frame], count=box.count * counts[box.frame])
        graph.boxes[box.id] = box


def join_runs(graph: Graph) -> None:
    """Write the runs of one repeat that differ in nothing that a box tells into one box."""
    readers = Counter(edge.tail for edge in graph.edges)
    hosts: dict[str, str] = {}
    kept: list[Edge] = []
    for edge in graph.edges:
        edge = replace(edge, tail=hosts.get(edge.tail, edge.tail))
        first, second = graph.boxes[edge.tail], graph.boxes[edge.head]
        if readers[first.id] == 1 and first.run and _told(first) == _told(second):
            readers[first.id] = readers[second.id]
            hosts[second.id] = first.id
            shape = second.shape or first.shape
            graph.boxes[first.id] = replace(first, count=first.count + second.count, shape=shape)
            del graph.boxes[second.id]
        else:
            kept.append(edge)
    graph.edges = kept


def _told(box: Box) -> tuple[object, ...]:
    return box.kind, box.run, box.frame, box.before, box.head, box.behind, box.note, box.training
