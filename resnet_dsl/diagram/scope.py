"""Where something is drawn, and what a label means there: the box whose value it names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from resnet_dsl.diagram.graph import EdgeStyle
from resnet_dsl.ir.names import Counter
from resnet_dsl.ir.nodes import Module


@dataclass(frozen=True)
class Value:
    """The value that a box made, and the style of the edge that carries it on."""

    box: str
    style: EdgeStyle = "main"

    def styled(self, style: EdgeStyle) -> Value:
        """The same value, carried otherwise."""
        return replace(self, style=style)


@dataclass
class Scope:
    """The labelled values of a brace; an inner brace sees the outer one, a block only what entered it, as `in`."""

    own: dict[str, Value] = field(default_factory=dict)
    outer: Scope | None = None

    def find(self, label: str) -> Value:
        """The value of a label. Raises `KeyError` where there is none: the resolver has refused that."""
        scope = self
        while label not in scope.own and scope.outer is not None:
            scope = scope.outer
        return scope.own[label]


@dataclass(frozen=True)
class Spot:
    """Where something is drawn: its position in the IR, its frame, what labels mean, and the style of its edges.

    `prefix` begins the keys of what is here and `counter` numbers them; `level` is how deep it stands, from 1, and
    `times` how often it runs; `run` is the repeat whose runs are
    drawn here in a row. `counted` is whether boxes here tell their share of the whole.
    """

    path: str
    frame: str
    scope: Scope
    counter: Counter
    prefix: str = ""
    level: int = 1
    times: int = 1
    style: EdgeStyle = "main"
    in_block: bool = False
    run: str = ""
    counted: bool = False
    note: str = ""

    @property
    def training(self) -> bool:
        """Whether what is drawn here runs in training only."""
        return self.style == "training"

    @property
    def aside(self) -> bool:
        """Whether this is on a shortcut."""
        return self.style == "shortcut"

    @property
    def beside(self) -> EdgeStyle:
        """The style of an edge that goes past all boxes to where paths meet."""
        return "identity" if self.style == "main" else self.style

    def at(self, step: str | int) -> Spot:
        """The spot of a part of this one."""
        return replace(self, path=f"{self.path}_{step}")

    def inner(self) -> Spot:
        """This spot inside a brace."""
        return replace(self, scope=Scope(outer=self.scope), run="")

    def member(self, module: Module, name: str) -> Spot:
        """This spot inside a module, where keys go on behind its name."""
        prefix, counter = f"{self.prefix}{name}.", Counter(module.numbered)
        return replace(self, prefix=prefix, counter=counter, level=self.level + 1)

    def block(self, entry: Value) -> Spot:
        """This spot inside a block that a value enters."""
        return replace(self, scope=Scope({"in": entry}), in_block=True, run="")

    def styled(self, style: EdgeStyle) -> Spot:
        """This spot, its edges drawn otherwise; what runs in training only stays so."""
        return self if self.training else replace(self, style=style)
