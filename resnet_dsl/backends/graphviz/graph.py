"""What is drawn: boxes, the clusters they stand in, and edges. It knows neither the IR nor DOT."""

from dataclasses import dataclass, field
from typing import Literal

EdgeStyle = Literal["main", "identity", "shortcut", "skip", "training"]
"""The way of the data; an identity past it, or the end of an arm; a shortcut that changes its value; a value read from
afar; what runs in training only."""

BoxKind = Literal["layer", "parts", "terminal", "circle", "concat", "entry", "split"]
"""A layer and what was fused with it; parts of an order by themselves; an end of the network; a sum or product; a
concatenation; the point where every run of a repeat begins; the point in a frame from which several paths part."""

ClusterKind = Literal["stage", "block", "group", "repeat"]


@dataclass(frozen=True)
class Box:
    """A box, read from top to bottom in the order of execution: `before`, the `head`, `behind`; a `note` last.

    `role` colours it. `shape` is the shape of its value where that is another than what came in, else empty.
    What stands `aside`, on a shortcut, leaves the middle to the main path.
    """

    id: str
    cluster: str
    kind: BoxKind
    role: str = ""
    before: tuple[str, ...] = ()
    head: str = ""
    behind: tuple[str, ...] = ()
    note: str = ""
    shape: str = ""
    aside: bool = False
    training: bool = False
    tooltip: str = ""


@dataclass(frozen=True)
class Cluster:
    """A frame round boxes and other clusters; `parent` is empty at the top.

    `shape` is that of the value it gives, where that is told; `mark` is the `×3` of a repeat.
    """

    id: str
    parent: str
    kind: ClusterKind
    title: str = ""
    subtitle: str = ""
    shape: str = ""
    mark: str = ""
    tooltip: str = ""


@dataclass(frozen=True)
class Edge:
    """The value of one box goes into another."""

    tail: str
    head: str
    style: EdgeStyle = "main"


@dataclass
class Graph:
    """A picture; boxes and clusters by id, in the order of execution."""

    title: str
    subtitle: str
    caption: str
    boxes: dict[str, Box] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
