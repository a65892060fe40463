"""The picture with fewer boxes and the same meaning. Nothing that is read elsewhere is folded away."""

from collections import Counter
from dataclasses import replace

from resnet_dsl.diagram.graph import Box, Edge, EdgeStyle, Figures, Graph, Share
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
    """Take out the points from which one edge goes on, or none.

    The entry of a repeat stays where other edges lead into its frame: the point tells what each run reads, the value
    of the run before it, from what all runs read.
    """
    readers = Counter(edge.tail for edge in graph.edges)
    entering = _entering(graph)
    kept: list[Edge] = []
    into: dict[str, Edge] = {}
    flows: dict[str, EdgeStyle] = {}
    for edge in graph.edges:
        edge = _behind(edge, into, flows)
        head = graph.boxes[edge.head]
        if readers[head.id] <= 1 and (head.kind == "split" or (head.kind == "entry" and entering[head.frame] == 1)):
            into[head.id], flows[head.id] = edge, head.flow
            del graph.boxes[head.id]
        else:
            kept.append(edge)
    graph.edges = kept


def _entering(graph: Graph) -> Counter[str]:
    """How many edges lead into each frame from outside."""
    around = {box.id: _around(graph, box.frame) for box in graph.boxes.values()}
    return Counter(frame for edge in graph.edges for frame in around[edge.head] - around[edge.tail])


def _around(graph: Graph, frame: str) -> set[str]:
    """A frame and those around it."""
    found = {frame}
    while frame in graph.frames:
        frame = graph.frames[frame].parent
        found.add(frame)
    return found


def _behind(edge: Edge, into: dict[str, Edge], flows: dict[str, EdgeStyle]) -> Edge:
    """An edge that leads on behind a point: as the value came to it, or as it goes past what follows."""
    if edge.tail not in into:
        return edge
    before = into[edge.tail]
    style = before.style if edge.style == flows[edge.tail] else edge.style
    return Edge(before.tail, edge.head, style)


def fuse(graph: Graph) -> None:
    """Write a normalisation, activation or dropout into the box of the layer that it follows, as papers do."""
    readers = Counter(edge.tail for edge in graph.edges)
    hosts: dict[str, str] = {}
    kept: list[Edge] = []
    for edge in graph.edges:
        edge = replace(edge, tail=hosts.get(edge.tail, edge.tail))
        host, guest = graph.boxes[edge.tail], graph.boxes[edge.head]
        if readers[edge.tail] == 1 and edge.style == host.flow and _fuses(host, guest):
            readers[host.id] = readers[guest.id]
            hosts[guest.id] = host.id
            graph.boxes[host.id] = _fused(host, guest)
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
            times = counts[box.frame]
            told = f"{times} × {box.told}" if times > 1 else box.told
            box = replace(box, frame=outside[box.frame], count=box.count * times, told=told)
        graph.boxes[box.id] = box


def join_runs(graph: Graph) -> None:
    """Write the runs of one repeat that differ in nothing that a box tells into one box."""
    readers = Counter(edge.tail for edge in graph.edges)
    hosts: dict[str, str] = {}
    kept: list[Edge] = []
    for edge in graph.edges:
        edge = replace(edge, tail=hosts.get(edge.tail, edge.tail))
        first, second = graph.boxes[edge.tail], graph.boxes[edge.head]
        if readers[first.id] == 1 and edge.style == first.flow and first.run and _said(first) == _said(second):
            readers[first.id] = readers[second.id]
            hosts[second.id] = first.id
            graph.boxes[first.id] = _merged(first, second)
            del graph.boxes[second.id]
        else:
            kept.append(edge)
    graph.edges = kept


def _fused(host: Box, guest: Box) -> Box:
    """A box with what follows it written into it."""
    return replace(
        host,
        keys=(*host.keys, *guest.keys),
        behind=(*host.behind, guest.head),
        shape=guest.shape or host.shape,
        share=_both(host.share, guest.share),
        figures=host.figures.then(guest.figures) if host.figures and guest.figures else host.figures,
    )


def _merged(first: Box, second: Box) -> Box:
    """One box for two in a row."""
    return replace(
        first,
        count=first.count + second.count,
        shape=second.shape or first.shape,
        smaller=first.smaller or second.smaller,
        share=_both(first.share, second.share),
        told=f"{first.told}; {second.told}",
        figures=_together(first.figures, second.figures),
    )


def _together(first: Figures | None, second: Figures | None) -> Figures | None:
    return first.then(second, runs=first.runs + second.runs) if first and second else first


def _both(one: Share | None, other: Share | None) -> Share | None:
    """The share of two parts; one that is not told is next to nothing."""
    if one is None or other is None:
        return one or other
    return Share(one.parameters + other.parameters, one.macs + other.macs)


def _said(box: Box) -> tuple[object, ...]:
    return box.kind, box.run, box.frame, box.before, box.head, box.behind, box.note, box.training
