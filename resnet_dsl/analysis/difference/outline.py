"""A network as what is compared of it: its members with their names, without what only says how it was written.

Sequences are transparent, repeats of one member are that member with the names of all its runs, and labels stand only
where something reads them.
"""

from collections import Counter as Counts
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from resnet_dsl.analysis.difference.names import Names, Path
from resnet_dsl.ir.names import Counter
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual, Sequence
from resnet_dsl.ops.core.op import ACTIVATION, NORMALISATION

Body = tuple["Item", ...]
Kind = Literal["layer", "module", "residual", "join", "read", "output", "label", "repeat", "arm"]


@dataclass(frozen=True)
class Item:
    """One thing in a row. `names` lead to it from the module around it, and are empty for what is no member.

    `bodies` are those of a module (one), of a residual (main path and shortcut, if it has one), of the arms of a join,
    of a side result (one), of the different runs of a repeat, with `counts` of each. `detail` is what else there is to
    compare: an op and its initialisation, how arms are joined, what is read.
    """

    kind: Kind
    names: Path = ()
    bodies: tuple[Body, ...] = ()
    detail: Any = None
    counts: tuple[int, ...] = ()
    node: Node | None = field(default=None, compare=False, repr=False)

    @property
    def layer(self) -> Layer:
        """The layer of an item that is one."""
        assert isinstance(self.node, Layer)
        return self.node

    @property
    def module(self) -> Module:
        """The module of an item that is one."""
        assert isinstance(self.node, Module)
        return self.node

    @property
    def member(self) -> Layer | Module:
        """The layer or module of an item that is one."""
        assert isinstance(self.node, Layer | Module)
        return self.node

    @property
    def is_companion(self) -> bool:
        """Whether it is a normalisation or an activation: what an order puts around convolutions."""
        return self.kind == "layer" and self.layer.op.role in (NORMALISATION, ACTIVATION)

    @property
    def times(self) -> int:
        """How often it runs in a row, where it is a member that is repeated."""
        return self.names[-1].times if self.names else 1

    @property
    def layers(self) -> Iterator["Item"]:
        """The layers of it, in the order in which they run, repeats once."""
        if self.kind == "layer":
            yield self
        for body in self.bodies:
            for item in body:
                yield from item.layers

    @cached_property
    def content(self) -> Counts[str]:
        """How many layers of each kind are in it, repeats once, without normalisations and activations."""
        if self.kind == "layer":
            return Counts([] if self.is_companion else [self.layer.op.label()])
        return sum((item.content for body in self.bodies for item in body), Counts())


def outline(arch: Arch, read: frozenset[str]) -> Item:
    """The root of a network, with the labels among `read`."""
    body = _Outline(read).body(arch.root.nodes, Counter(arch.root.numbered))
    return Item("module", bodies=(body,), node=arch.root)


def labels_read(node: Node) -> frozenset[str]:
    """The labels whose values are read anywhere in a node."""
    own = frozenset([node.source] if isinstance(node, Read | Output) else [])
    return own.union(*map(labels_read, node.nodes))


@dataclass(frozen=True)
class _Outline:
    read: frozenset[str]

    def body(self, nodes: Iterable[Node], counter: Counter) -> Body:
        return tuple(item for node in nodes for item in self._labelled(node, counter))

    def _labelled(self, node: Node, counter: Counter) -> Iterator[Item]:
        yield from self._items(node, counter)
        if node.label in self.read:
            yield Item("label", detail=node.label)

    def _items(self, node: Node, counter: Counter) -> Iterator[Item]:
        match node:
            case Layer():
                yield Item("layer", (Names.of(counter.name(node)),), (), (node.op, node.inits), node=node)
            case Module():
                names = (Names.of(counter.name(node)),)
                yield Item("module", names, (self.body(node.nodes, Counter(node.numbered)),), node=node)
            case Sequence(role="repeat"):
                yield from self._repeat(node.nodes, counter)
            case Repeat():
                yield from self._repeat((node,), counter)
            case Sequence():
                yield from self.body(node.nodes, counter)
            case Residual():
                main = self.body(node.main, counter)
                shortcut = () if node.shortcut is None else (self.body(node.shortcut, counter),)
                yield Item("residual", bodies=(main, *shortcut), node=node)
            case Join():
                arms = tuple(self.body((arm,), counter) for arm in node.arms)
                yield Item("join", bodies=arms, detail=node.how, node=node)
            case Read():
                yield Item("read", detail=node.source, node=node)
            case Output():
                detail = (node.result, node.source, node.training_only)
                yield Item("output", bodies=(self.body(node.nodes, counter),), detail=detail, node=node)

    def _repeat(self, runs: tuple[Node, ...], counter: Counter) -> Body:
        counts = tuple(run.count if isinstance(run, Repeat) else 1 for run in runs)
        bodies = tuple(self._run(run, count, counter) for run, count in zip(runs, counts, strict=True))
        if counts == (1,) or all(len(body) == 1 and body[0].names for body in bodies):
            return tuple(item for body in bodies for item in body)
        return (Item("repeat", bodies=bodies, counts=counts),)

    def _run(self, run: Node, count: int, counter: Counter) -> Body:
        before = counter.copy()
        body = self.body(run.nodes, counter)
        steps = {word: number - before.counts.get(word, 0) for word, number in counter.counts.items()}
        steps[""] = counter.position - before.position
        counter.skip(before, count - 1)
        return tuple(_repeated(item, steps, count) for item in body)


def _repeated(item: Item, steps: dict[str, int], count: int) -> Item:
    """An item with the names of all its runs."""
    if count == 1:
        return item
    if item.names:
        (names,) = item.names
        if not names.runs:
            names = names.counted_by(item.member.counted)
        return replace(item, names=(names.repeated(steps[names.word], count),))
    bodies = tuple(tuple(_repeated(inner, steps, count) for inner in body) for body in item.bodies)
    return replace(item, bodies=bodies)


def runs_of(item: Item, start: int, count: int) -> Item:
    """Some of the runs of a repeated item: `count` of them, from run `start`."""
    if item.kind == "layer" or item.kind == "module":
        return replace(item, names=(*item.names[:-1], item.names[-1].part(start, count)))
    return replace(item, bodies=tuple(tuple(runs_of(inner, start, count) for inner in body) for body in item.bodies))
