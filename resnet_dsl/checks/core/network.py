"""A network as a lint is given it."""

from dataclasses import dataclass
from functools import cached_property

from resnet_dsl.checks.core.graph import Graph, Value, graph_of
from resnet_dsl.checks.core.written import Written
from resnet_dsl.diagnostics.diagnostic import Label, Step
from resnet_dsl.ir.nodes import Arch, Node, Place
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree


@dataclass(frozen=True)
class Network:
    """A network of a file that is checked, at its defaults, and the arch that declares it."""

    arch: Arch
    declared: tree.Arch
    file: Written

    @cached_property
    def graph(self) -> Graph:
        """The values of the network."""
        return graph_of(self.arch)

    @cached_property
    def readers(self) -> dict[Value, list[Value]]:
        """By value, those that are made from it."""
        return self.graph.readers()

    def span(self, node: Node) -> Span | None:
        """Where a node was written; None where that is in another file."""
        return self.file.span(node.place) if node.place is not None and self.file.has(node.place) else None

    def shared(self, value: Value, other: Value) -> Span | None:
        """Where the file makes `value` meet `other`: its layer, or the call in this file that holds it.

        None where both come out of one call of another file's block: that is not this file's doing.
        """
        if value.node is not None and self.file.has(value.node.place):
            return self.span(value.node)
        near, far = self._near(value), self._near(other)
        return self.file.span(near) if near is not None and near != far else None

    def seen(self, value: Value) -> Span | None:
        """The innermost place in this file that holds what makes a value."""
        near = self._near(value)
        return None if near is None else self.file.span(near)

    def labels(self, value: Value, text: str, span: Span | None) -> tuple[Label, ...]:
        """A second place to show beside `span`, if something makes the value there and it is another one."""
        place = self.seen(value) if value.node is not None else None
        return () if place is None or place == span else (Label(place, text),)

    def chain(self, value: Value) -> tuple[Step, ...]:
        """The calls in this file that led to what it says of a value, outermost first."""
        said = self.span(value.node) if value.node else None
        calls = ((self.span(call), call.input) for call in value.calls if said is not None)
        return tuple(Step(span, f"`{' '.join(span.text.split())}`", str(given)) for span, given in calls if span)

    def _near(self, value: Value) -> Place | None:
        return next((place for place in reversed(value.places) if self.file.has(place)), None)
