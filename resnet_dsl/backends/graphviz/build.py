"""From the IR to the picture, one box a layer or unit. Its cost follows the IR: a repeat is drawn once.

A value is carried along as the box that made it. Each node draws its boxes behind the value that enters it and gives
the value behind it; ids are the positions of the nodes in the IR, so that one IR gives one picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.backends.graphviz.boxes import end_box, join_box, layer_box, point, sequence_box, side_box
from resnet_dsl.backends.graphviz.graph import Box, Cluster, ClusterKind, Edge, Graph
from resnet_dsl.backends.graphviz.scope import Scope, Spot, Value
from resnet_dsl.backends.graphviz.texts import (
    caption,
    first_line,
    is_projection,
    module_subtitle,
    module_title,
    place_text,
    shape_text,
    sole_block,
)
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual, Sequence


def build(arch: Arch) -> Graph:
    """The picture of a network, every layer and every edge of the IR in it, nothing folded but repeats."""
    graph = Graph(arch.name, first_line(arch.docstring), caption(arch_cost(arch)))
    builder = Builder(graph)
    value = builder.draw(end_box("input", "input", arch.input), [])
    value = builder.walk(arch.root.nodes, value, Spot("n", "", Scope({"in": value})))
    results = arch.results or ("output",)
    builder.draw(end_box("output", results[0], arch.output), [value])
    return graph


@dataclass(frozen=True)
class Builder:
    """Draws nodes into a graph."""

    graph: Graph

    def walk(self, nodes: tuple[Node, ...], value: Value, spot: Spot, first: int = 0) -> Value:
        """Draw nodes in a row behind a value; the value behind them. `first` is the position of the first."""
        for i, node in enumerate(nodes, first):
            part = spot.at(i)
            match node:
                case Layer():
                    value = self._layer(node, value, part)
                case Sequence():
                    box = sequence_box(node, part)
                    value = self.draw(box, [value], part) if box else self.walk(node.nodes, value, part)
                case Module():
                    value = self._module(node, value, part)
                case Repeat():
                    value = self._repeat(node, value, part)
                case Residual():
                    value = self._residual(node, value, part)
                case Join():
                    value = self._join(node, value, part)
                case Read():
                    value = spot.scope.find(node.source).styled(spot.styled("skip").style)
                case Output():
                    self._output(node, part)
            label = label_of(node)
            if label is not None:
                spot.scope.own[label] = value
        return value

    def draw(self, box: Box, values: list[Value], spot: Spot | None = None) -> Value:
        """Draw a box that reads these values; the value that it makes."""
        self.graph.boxes[box.id] = box
        self.graph.edges += [Edge(value.box, box.id, value.style) for value in values]
        return Value(box.id, spot.style if spot else "main")

    def _layer(self, layer: Layer, value: Value, spot: Spot) -> Value:
        """The box of a layer; none for what only passes a value on."""
        return value if layer.op.name == "identity" else self.draw(layer_box(layer, spot), [value], spot)

    def _module(self, module: Module, value: Value, spot: Spot) -> Value:
        """The members of a module, in a frame where it has one."""
        kind = _frame(module, spot)
        if kind:
            titles = (module_title(module), module_subtitle(module), f"→ {shape_text(module.output)}")
            self._frame(spot, Cluster(spot.path, spot.cluster, kind, *titles[: 3 if kind == "stage" else 2]), module)
            spot = replace(spot, cluster=spot.path)
            value = self.draw(point("split", spot.at("in")), [value], spot)
        return self.walk(module.nodes, value, _scoped(module, value, spot))

    def _frame(self, spot: Spot, cluster: Cluster, node: Module | Repeat) -> None:
        self.graph.clusters[spot.path] = replace(cluster, tooltip=place_text(node.place))

    def _repeat(self, node: Repeat, value: Value, spot: Spot) -> Value:
        """The runs of a repeat, drawn once; a block that is all of a run shares its frame."""
        if node.count == 1:
            return self.walk(node.nodes, value, spot)
        block = sole_block(node.nodes)
        title = module_title(block) if block else ""
        self._frame(spot, Cluster(spot.path, spot.cluster, "repeat", title, mark=f"×{node.count}"), block or node)
        spot = replace(spot, cluster=spot.path)
        entry = self.draw(point("entry", spot.at("in")), [value], spot)
        if block is None:
            return self.walk(node.nodes, entry, spot)
        return self.walk(block.nodes, entry, spot.at(0).block(entry))

    def _residual(self, node: Residual, value: Value, spot: Spot) -> Value:
        main = self.walk(node.main, value, spot.inner())
        if node.shortcut is None:
            return main
        path = replace(spot.inner().styled("shortcut"), note="projection" if is_projection(node.shortcut) else "")
        short = self.walk(node.shortcut, value.styled(path.style), path, len(node.main))
        if short.box == value.box:
            short = short.styled(spot.beside)
        return self.draw(join_box(node, spot.at("sum")), [main, short], spot)

    def _join(self, node: Join, value: Value, spot: Spot) -> Value:
        around = spot.inner()
        ends = []
        for i, arm in enumerate(node.arms):
            inside = around.at(i).inner()
            end = self.walk(arm.nodes, value, inside)
            ends.append(end.styled(spot.beside) if end.style == "main" else end)
            if arm.label is not None:
                around.scope.own[arm.label] = end
        return self.draw(join_box(node, spot.at("join")), ends, spot)

    def _output(self, node: Output, spot: Spot) -> None:
        path = replace(spot.inner(), style="training" if node.training_only else spot.style)
        source = spot.scope.find(node.source).styled(path.styled("skip").style)
        end = self.walk(node.nodes, source, path)
        self.draw(side_box(node, spot.at("end")), [end])


def label_of(node: Node) -> str | None:
    """The label by which the value of a node can be read."""
    return node.label or (node.name if isinstance(node, Layer) else None)


def _frame(module: Module, spot: Spot) -> ClusterKind | None:
    match module.role:
        case "stage" | "block":
            return module.role
        case "brace" | "repeat" if module.label and not spot.in_block:
            return "group"
    return None


def _scoped(module: Module, value: Value, spot: Spot) -> Spot:
    """The spot with the labels that are known inside a module; those of a labelled repeat are known around it."""
    if module.role == "block":
        return spot.block(value)
    return spot if module.role == "repeat" else spot.inner()
