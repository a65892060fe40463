"""From the IR to the picture. Its cost follows the IR: a repeat is drawn once, a block is opened once.

A value is carried along as the box that made it. Each node draws its boxes behind the value that enters it and gives
the value behind it; ids are the positions of the nodes in the IR, so that one IR gives one picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from resnet_dsl.analysis.cost import Cost, arch_cost
from resnet_dsl.diagram.boxes import end_box, is_box, join_box, layer_box, point, sequence_box, shape_box, side_box
from resnet_dsl.diagram.cards import put_cards
from resnet_dsl.diagram.folds import Card, Folds, Run
from resnet_dsl.diagram.graph import Box, Edge, Figures, Graph, Share
from resnet_dsl.diagram.modules import closed_box, frame_kind, module_frame, repeat_frame, run_box, share_of
from resnet_dsl.diagram.reads import label_of, labels_read
from resnet_dsl.diagram.scope import Scope, Spot, Value
from resnet_dsl.diagram.simplify import simplify
from resnet_dsl.diagram.texts import caption, first_line, is_projection, shape_text, sole_block
from resnet_dsl.diagram.view import DEFAULT, View
from resnet_dsl.ir.chains import free_labels
from resnet_dsl.ir.names import Counter, advance
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual, Sequence
from resnet_dsl.ops.core.op import CONVOLUTION

OPENED = ("block", "shortcut")
"""The roles of modules that are never closed here: a block is folded where it is, a shortcut opens with its block."""


def diagram(arch: Arch, view: View = DEFAULT, *, each: bool = False) -> Graph:
    """The picture of a network: the strip, its cards, nothing left out. The same for the same IR and view.

    With `each`, every folded box has a card with its own widths and shapes, shared only with its equals.
    """
    whole = arch_cost(arch)
    graph = Graph(
        arch.name, first_line(arch.docstring), caption(whole), arch.root.place.file if arch.root.place else ""
    )
    graph.figures = Figures(shape_text(arch.input), shape_text(arch.output), whole.parameters, whole.macs)
    builder = Builder(graph, view, whole, Folds(view, labels_read(arch.root.nodes), each))
    value = builder.draw(end_box("input", "input", arch.input), [])
    spot = Spot("n", "", Scope({"in": value}), Counter(arch.root.numbered), counted=True)
    value = builder.walk(arch.root.nodes, value, spot)
    builder.draw(end_box("output", (arch.results or ("output",))[0], arch.output), [value])
    simplify(graph, separate=view.separate)
    put_cards(graph, builder.folds.drawn(), each=each)
    return graph


@dataclass(frozen=True)
class Builder:
    """Draws nodes into a graph."""

    graph: Graph
    view: View
    whole: Cost
    folds: Folds

    def walk(self, nodes: tuple[Node, ...], value: Value, spot: Spot, first: int = 0) -> Value:
        """Draw nodes in a row behind a value; the value behind them. `first` is the position of the first."""
        i = 0
        while i < len(nodes):
            part = spot.at(first + i)
            run = self.folds.run(nodes, i, part)
            card = self._card(run.blocks[0], part) if run else None
            if run and card:
                value = self._run(run, card, value, part)
                i += len(run.nodes)
            else:
                value = self._node(nodes[i], value, part)
                i += 1
            label = label_of(nodes[i - 1])
            if label is not None:
                spot.scope.own[label] = value
        return value

    def draw(self, box: Box, values: list[Value], spot: Spot | None = None) -> Value:
        """Draw a box that reads these values; the value that it makes."""
        self.graph.boxes[box.id] = box
        self.graph.edges += [Edge(value.box, box.id, value.style) for value in values]
        return Value(box.id, spot.style if spot else "main")

    def _node(self, node: Node, value: Value, spot: Spot) -> Value:
        match node:
            case Layer():
                return self._layer(node, value, spot)
            case Sequence():
                return self._sequence(node, value, spot)
            case Module():
                return self._module(node, value, spot)
            case Repeat():
                return self._repeat(node, value, spot)
            case Residual():
                return self._residual(node, value, spot)
            case Join():
                return self._join(node, value, spot)
            case Read():
                return spot.scope.find(node.source).styled(spot.styled("skip").style)
            case Output():
                self._output(node, spot)
        return value

    def _layer(self, layer: Layer, value: Value, spot: Spot) -> Value:
        """The box of a layer; none for what only passes a value on."""
        key = spot.prefix + spot.counter.name(layer)
        if layer.op.name == "identity":
            return value
        box = replace(layer_box(layer, spot, key), keys=(key,), run=spot.run, share=self._share(layer, spot))
        return self.draw(box, [value], spot)

    def _sequence(self, node: Sequence, value: Value, spot: Spot) -> Value:
        if self.view.separate or not is_box(node):
            return self.walk(node.nodes, value, replace(spot, run=spot.path if node.role == "repeat" else spot.run))
        named = advance((node,), spot.counter)
        convolutions = (name for name, one in named if isinstance(one, Layer) and one.op.role == CONVOLUTION)
        box = sequence_box(node, spot, spot.prefix + next(convolutions, named[0][0]))
        keys = tuple(spot.prefix + name for name, _ in named)
        return self.draw(replace(box, keys=keys, run=spot.run, share=self._share(node, spot)), [value], spot)

    def _module(self, module: Module, value: Value, spot: Spot) -> Value:
        """The members of a module, in a frame where it has one; one box where it stands too deep to be opened."""
        name = spot.counter.name(module)
        key, inner = spot.prefix + name, spot.member(module, name)
        if module.role not in OPENED and not self.view.opens(module, spot.level, key):
            others = [spot.scope.find(label).styled(spot.styled("skip").style) for label in free_labels(module)]
            return self.draw(closed_box(module, spot, key, self.whole), [value, *others], spot)
        kind = frame_kind(module, spot)
        if kind:
            self.graph.frames[spot.path] = module_frame(module, kind, spot, key, self.whole)
            inner = replace(inner, frame=spot.path, counted=spot.counted and kind != "stage")
            value = self.draw(point("split", inner.at("in")), [value], inner)
        end = self.walk(module.nodes, value, _scoped(module, value, inner))
        return end.styled(spot.style) if module.role == "block" else end

    def _repeat(self, node: Repeat, value: Value, spot: Spot) -> Value:
        """The runs of a repeat, drawn once; a block that is all of a run shares its frame."""
        if node.count == 1:
            return self.walk(node.nodes, value, spot)
        before = spot.counter.copy()
        value = self._runs(node, value, replace(spot, times=spot.times * node.count))
        spot.counter.skip(before, node.count - 1)
        return value

    def _runs(self, node: Repeat, value: Value, spot: Spot) -> Value:
        block = sole_block(node.nodes)
        name = spot.counter.name(block) if block else ""
        key = spot.prefix + name
        self.graph.frames[spot.path] = repeat_frame(node, block, spot, key)
        inner = replace(spot, frame=spot.path)
        entry = self.draw(point("entry", inner.at("in")), [value], inner)
        if block is None:
            return self.walk(node.nodes, entry, inner)
        return self.walk(block.nodes, entry, inner.member(block, name).at(0).block(entry)).styled(spot.style)

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
            passed = end.box == value.box and not labels_read(arm.nodes)
            ends.append(end.styled(spot.beside) if passed or end.style == "main" else end)
            if arm.label is not None:
                around.scope.own[arm.label] = end
        return self.draw(join_box(node, spot.at("join")), ends, spot)

    def _output(self, node: Output, spot: Spot) -> None:
        path = replace(spot.inner(), style="training" if node.training_only else spot.style)
        source = spot.scope.find(node.source).styled(path.styled("skip").style)
        end = self.walk(node.nodes, source, path)
        self.draw(side_box(node, spot.at("end")), [end])

    def _run(self, run: Run, card: Card, value: Value, spot: Spot) -> Value:
        """The one box of folded blocks in a row."""
        named = [advance((node,), spot.counter)[0][0] for node in run.nodes]
        there = zip(named, run.blocks, strict=True)
        card.keys |= dict.fromkeys(spot.prefix + name for name, block in there if self.folds.shows(card, block))
        return self.draw(run_box(run, card, spot, spot.prefix + named[0], self.whole), [value], spot)

    def _card(self, block: Module, spot: Spot) -> Card | None:
        """The card of a block, drawn now where it is its first use."""

        def draw(id: str) -> Graph:
            graph = Graph()
            builder = replace(self, graph=graph)
            entry = builder.draw(shape_box(f"{id}_in", id, block.input), [])
            inner = Spot(id, id, Scope({"in": entry}), Counter(block.numbered), level=spot.level + 1, in_block=True)
            inner = replace(inner, prefix=f"{spot.prefix}{spot.counter.copy().name(block)}.")
            end = builder.walk(block.nodes, entry, inner)
            builder.draw(shape_box(f"{id}_out", id, block.output), [end])
            simplify(graph, separate=self.view.separate)
            return graph

        return self.folds.card(block, draw)

    def _share(self, node: Node, spot: Spot) -> Share | None:
        return share_of((node,), spot, self.whole)


def _scoped(module: Module, value: Value, spot: Spot) -> Spot:
    """The spot with the labels that are known inside a module; those of a labelled repeat are known around it."""
    if module.role == "block":
        return spot.block(value)
    return spot if module.role == "repeat" else spot.inner()
