"""How many residuals a network has: `residual.count`, and what `residual.index` counts."""

from resnet_dsl.ir.nodes import Node, Repeat, Residual


def count_residuals(nodes: tuple[Node, ...]) -> int:
    """The residuals among nodes and in them, repeats counted through."""
    total = 0
    for node in nodes:
        times = node.count if isinstance(node, Repeat) else 1
        total += (isinstance(node, Residual) + count_residuals(node.nodes)) * times
    return total
