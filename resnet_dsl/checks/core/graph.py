"""The network as a graph of values: what makes each, and from which others.

A repeat stands in it once, with an edge back to its start, so that the graph grows with the file. Modules, braces and
reads of earlier values are passed through: the value behind a block is that of the last layer in it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Place, Read, Repeat, Residual


@dataclass(eq=False)
class Value:
    """A value: the layer, join or residual that makes it, and the values that this reads.

    None makes the input of the network, and what enters a repeat, from before it or from its own end. `places` are
    those of the node and of what it stands in, from the outside in; `on_shortcut` tells whether a shortcut holds it.
    """

    node: Layer | Join | Residual | None
    sources: "list[Value]"
    places: tuple[Place, ...] = ()
    calls: tuple[Module, ...] = ()
    on_shortcut: bool = False

    @property
    def layer(self) -> Layer | None:
        """The layer that makes it, if one does."""
        return self.node if isinstance(self.node, Layer) else None


@dataclass(frozen=True)
class Dropped:
    """A value that a `from` puts aside; `by` is the node before it in the same row."""

    value: Value
    by: Node
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Around:
    """Where a row of nodes stands."""

    places: tuple[Place, ...] = ()
    calls: tuple[Module, ...] = ()
    on_shortcut: bool = False

    def inside(self, node: Node) -> "Around":
        """Where the nodes of a node stand."""
        calls = (*self.calls, node) if isinstance(node, Module) and node.role == "block" else self.calls
        return Around(_with(self.places, node), calls, self.on_shortcut)


Labels = dict[str, Value]


@dataclass
class Graph:
    """All values of a network, in the order in which they are made; `results` are what it gives."""

    values: list[Value] = field(default_factory=list)
    results: list[Value] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def readers(self) -> dict[Value, list[Value]]:
        """By value, those that are made from it."""
        found: dict[Value, list[Value]] = defaultdict(list)
        for value in self.values:
            for source in value.sources:
                found[source].append(value)
        return found

    def wanted(self) -> set[Value]:
        """The values that some result depends on."""
        found: set[Value] = set()
        stack = list(self.results)
        while stack:
            value = stack.pop()
            if value not in found:
                found.add(value)
                stack += value.sources
        return found

    def layers(self) -> Iterator[tuple[Value, Layer]]:
        """The values that layers make, with these."""
        return ((value, value.node) for value in self.values if isinstance(value.node, Layer))


def graph_of(arch: Arch) -> Graph:
    """The graph of a network."""
    graph = Graph()
    start = _made(graph, None, [], Around())
    graph.results.append(_row(arch.root.nodes, start, {"in": start}, Around(), graph))
    return graph


def _row(nodes: tuple[Node, ...], value: Value, labels: Labels, around: Around, graph: Graph) -> Value:
    """The value behind nodes in a row; its labels are added to those known."""
    before: Node | None = None
    for node in nodes:
        if isinstance(node, Read) and before is not None:
            graph.dropped.append(Dropped(value, before, around.places))
        value = _step(node, value, labels, around, graph)
        if node.label is not None:
            labels[node.label] = value
        before = node
    return value


def _step(node: Node, value: Value, labels: Labels, around: Around, graph: Graph) -> Value:
    match node:
        case Layer():
            return _made(graph, node, [value], around)
        case Read():
            return labels.get(node.source, value)
        case Output():
            source = labels.get(node.source, value)
            graph.results.append(_row(node.nodes, source, dict(labels), around.inside(node), graph))
            return value
        case Repeat():
            return _repeat(node, value, labels, around.inside(node), graph)
        case Residual():
            return _residual(node, value, labels, around, graph)
        case Join():
            return _join(node, value, dict(labels), around, graph)
        case Module(role="block"):
            return _row(node.nodes, value, {"in": value}, around.inside(node), graph)
        case Module():
            return _row(node.nodes, value, dict(labels), around.inside(node), graph)
    return _row(node.nodes, value, labels, around.inside(node), graph)


def _repeat(node: Repeat, value: Value, labels: Labels, around: Around, graph: Graph) -> Value:
    entry = _made(graph, None, [value], around)
    end = _row(node.nodes, entry, dict(labels), around, graph)
    if node.count > 1:
        entry.sources.append(end)
    return end


def _residual(node: Residual, value: Value, labels: Labels, around: Around, graph: Graph) -> Value:
    inner = around.inside(node)
    main = _row(node.main, value, dict(labels), inner, graph)
    if node.shortcut is None:
        return main
    beside = Around(inner.places, inner.calls, on_shortcut=True)
    shortcut = _row(node.shortcut, value, dict(labels), beside, graph)
    return _made(graph, node, [main, shortcut], around)


def _join(node: Join, value: Value, labels: Labels, around: Around, graph: Graph) -> Value:
    """The joined value; an arm may read the labelled ones before it."""
    ends = []
    for arm in node.arms:
        ends.append(_row(arm.nodes, value, dict(labels), around.inside(node).inside(arm), graph))
        if arm.label is not None:
            labels[arm.label] = ends[-1]
    return _made(graph, node, ends, around)


def _made(graph: Graph, node: Layer | Join | Residual | None, sources: list[Value], around: Around) -> Value:
    places = around.places if node is None else _with(around.places, node)
    graph.values.append(Value(node, sources, places, around.calls, around.on_shortcut))
    return graph.values[-1]


def _with(places: tuple[Place, ...], node: Node) -> tuple[Place, ...]:
    return places if node.place is None else (*places, node.place)
