"""The labels that are read in nodes."""

from resnet_dsl.ir.nodes import Join, Layer, Module, Node, Output, Read, Residual


def label_of(node: Node) -> str | None:
    """The label by which the value of a node can be read."""
    return node.label or (node.name if isinstance(node, Layer) else None)


def labels_read(nodes: tuple[Node, ...]) -> frozenset[str]:
    """The labels that are read somewhere in these nodes."""
    found = {node.source for node in nodes if isinstance(node, Read | Output)}
    return frozenset(found.union(*(labels_read(node.nodes) for node in nodes)))


def free_labels(nodes: tuple[Node, ...], bound: frozenset[str | None] = frozenset()) -> dict[str, None]:
    """The labels that are read in nodes and stand outside of them, in the order of reading; `bound` ones do not."""
    found: dict[str, None] = {}
    for node in nodes:
        match node:
            case Read() if node.source not in bound:
                found[node.source] = None
            case Join():
                found |= _of_arms(node, bound)
            case Residual():
                found |= free_labels(node.main, bound) | free_labels(node.shortcut or (), bound)
            case Module(role="block"):
                pass
            case _:
                found |= free_labels(node.nodes, bound)
        bound |= {label_of(node)}
    return found


def _of_arms(join: Join, bound: frozenset[str | None]) -> dict[str, None]:
    found: dict[str, None] = {}
    for arm in join.arms:
        found |= free_labels(arm.nodes, bound)
        bound |= {arm.label}
    return found
