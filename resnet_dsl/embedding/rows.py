"""A network as rows of steps: repeats run through, modules opened, every layer with its key.

A residual without a shortcut is its main path and stands in the row as if nobody had called it a residual.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from resnet_dsl.ir.names import Counter
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Place, Read, Repeat, Residual


@dataclass(eq=False)
class Leaf:
    """A layer. `key` is that of its module, also where none is registered for want of state."""

    node: Layer
    key: str
    calls: tuple[Module, ...]

    @property
    def place(self) -> Place | None:
        """Where it is written."""
        return self.node.place


@dataclass(eq=False)
class Fork:
    """Paths that read one value and are joined: a residual has two, its main path and its shortcut.

    `key` is that of the module that holds it: empty in the network itself, where its first layer tells it from others.
    """

    node: Residual | Join
    key: str
    calls: tuple[Module, ...]
    arms: tuple[Row, ...] = ()

    @property
    def first(self) -> str:
        """The key of its first layer; empty where it has none."""
        return next((leaf.key for arm in self.arms for leaf in leaves(arm)), "")

    @property
    def how(self) -> str:
        """`residual`, `concat`, `add` or `mul`."""
        return self.node.how if isinstance(self.node, Join) else "residual"

    @property
    def place(self) -> Place | None:
        """Where it is written."""
        return self.node.place


@dataclass(eq=False)
class Fetch:
    """An earlier value becomes the current one; None is the input of the network."""

    node: Read
    key: str
    calls: tuple[Module, ...]
    source: Made = None

    @property
    def place(self) -> Place | None:
        """Where it is written."""
        return self.node.place


@dataclass(eq=False)
class Side:
    """A side result; the current value passes."""

    node: Output
    key: str
    calls: tuple[Module, ...]
    source: Made = None
    row: Row = ()

    @property
    def place(self) -> Place | None:
        """Where it is written."""
        return self.node.place


Step = Leaf | Fork | Fetch | Side
Row = tuple[Step, ...]
Made = Leaf | Fork | None
"""What makes a value: a layer, a join, or None for the input of the network."""


@dataclass
class _Scope:
    """Where a row stands: the module that names its members, the labels that it may read, the calls around it."""

    counter: Counter
    prefix: str = ""
    calls: tuple[Module, ...] = ()
    labels: dict[str, Made] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.prefix.removesuffix(".")

    def branch(self) -> _Scope:
        """The same, whose labels are not seen behind it."""
        return _Scope(self.counter, self.prefix, self.calls, dict(self.labels))

    def inside(self, module: Module, value: Made) -> _Scope:
        """The scope of a member that is a module."""
        calls = (*self.calls, module) if module.role in ("block", "stage") else self.calls
        labels = {"in": value} if module.role == "block" else dict(self.labels)
        return _Scope(Counter(module.numbered), f"{self.prefix}{self.counter.name(module)}.", calls, labels)


def rows(arch: Arch) -> Row:
    """The row of a whole network."""
    steps: list[Step] = []
    _walk(arch.root.nodes, None, _Scope(Counter(arch.root.numbered), labels={"in": None}), steps)
    return tuple(steps)


def leaves(row: Row) -> Iterator[Leaf]:
    """All layers of a row, in the order in which they run."""
    for step in row:
        match step:
            case Leaf():
                yield step
            case Fork():
                for arm in step.arms:
                    yield from leaves(arm)
            case Side():
                yield from leaves(step.row)


def value_behind(step: Step, before: Made) -> Made:
    """The current value behind a step."""
    match step:
        case Fetch():
            return step.source
        case Side():
            return before
    return step


def _walk(nodes: tuple[Node, ...], value: Made, scope: _Scope, steps: list[Step]) -> Made:
    """Add the steps of nodes to a row; the value behind them."""
    for node in nodes:
        value = _step(node, value, scope, steps)
        if node.label is not None:
            scope.labels[node.label] = value
    return value


def _step(node: Node, value: Made, scope: _Scope, steps: list[Step]) -> Made:
    match node:
        case Layer():
            return _add(Leaf(node, f"{scope.prefix}{scope.counter.name(node)}", scope.calls), value, steps)
        case Module():
            return _walk(node.nodes, value, scope.inside(node, value), steps)
        case Repeat():
            for _ in range(node.count):
                value = _walk(node.nodes, value, scope.branch(), steps)
            return value
        case Residual(shortcut=None):
            return _walk(node.main, value, scope.branch(), steps)
        case Residual():
            arms = tuple(_row(nodes, value, scope.branch()) for nodes in (node.main, node.shortcut or ()))
            return _add(Fork(node, scope.key, scope.calls, arms), value, steps)
        case Join():
            return _add(Fork(node, scope.key, scope.calls, _arms(node, value, scope.branch())), value, steps)
        case Read():
            return _add(Fetch(node, scope.key, scope.calls, scope.labels[node.source]), value, steps)
        case Output():
            source = scope.labels[node.source]
            row = _row(node.nodes, source, scope.branch())
            return _add(Side(node, scope.key, scope.calls, source, row), value, steps)
    return _walk(node.nodes, value, scope, steps)


def _add(step: Step, value: Made, steps: list[Step]) -> Made:
    steps.append(step)
    return value_behind(step, value)


def _row(nodes: tuple[Node, ...], value: Made, scope: _Scope) -> Row:
    steps: list[Step] = []
    _walk(nodes, value, scope, steps)
    return tuple(steps)


def _arms(node: Join, value: Made, scope: _Scope) -> tuple[Row, ...]:
    """The arms; one may read the labelled ones before it."""
    found = []
    for arm in node.arms:
        steps: list[Step] = []
        behind = _walk(arm.nodes, value, scope.branch(), steps)
        found.append(tuple(steps))
        if arm.label is not None:
            scope.labels[arm.label] = behind
    return tuple(found)
