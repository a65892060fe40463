"""The labels that are read in nodes."""

from resnet_dsl.ir.nodes import Layer, Node, Output, Read


def label_of(node: Node) -> str | None:
    """The label by which the value of a node can be read."""
    return node.label or (node.name if isinstance(node, Layer) else None)


def labels_read(nodes: tuple[Node, ...]) -> frozenset[str]:
    """The labels that are read somewhere in these nodes."""
    found = {node.source for node in nodes if isinstance(node, Read | Output)}
    return frozenset(found.union(*(labels_read(node.nodes) for node in nodes)))
