"""What last changed the shape of a value: for messages about shapes that do not go together."""

from collections.abc import Mapping

from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.ir.nodes import Join, Node, Place, Residual
from resnet_dsl.source.file import Span


def changed_by(what: str, nodes: tuple[Node, ...], whole: Span, spans: Mapping[Place, Span]) -> tuple[Label, ...]:
    """A label at the statement that last changed the shape on a way; none where `whole`, its own place, shows it."""
    span = last_change(nodes, spans)
    if span is None or (span.file == whole.file and span.end == whole.end):
        return ()
    return (Label(span, f"{what} was last changed by `{' '.join(span.text.split())}` here"),)


def last_change(nodes: tuple[Node, ...], spans: Mapping[Place, Span]) -> Span | None:
    """The place of the innermost statement that changed the shape last; None where none did."""
    for node in reversed(nodes):
        if node.input != node.output:
            return last_change(_inside(node), spans) or (spans[node.place] if node.place else None)
    return None


def _inside(node: Node) -> tuple[Node, ...]:
    """What runs in a row inside a node."""
    match node:
        case Join():
            return ()
        case Residual():
            return node.main
    return node.nodes
