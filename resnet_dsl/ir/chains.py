"""Modules without branches, and what modules read from outside."""

from resnet_dsl.ir.nodes import Layer, Module, Node, Output, Read, Repeat, Sequence


def is_chain(module: Module) -> bool:
    """Whether a module is a chain: positions for names, and every member reads the one before."""
    return module.numbered and _all_linear(module.nodes) and not free_labels(module)


def _all_linear(nodes: tuple[Node, ...]) -> bool:
    return all(map(_linear, nodes))


def _linear(node: Node) -> bool:
    match node:
        case Layer():
            return not node.op.torch(node.input).parameter
        case Module():
            return not free_labels(node)
        case Sequence() | Repeat():
            return _all_linear(node.nodes)
    return False


def free_labels(module: Module) -> tuple[str, ...]:
    """The labels (or `in`) that a module reads from outside, in the order in which they are first read."""
    if module.role in ("arch", "block"):
        return ()
    found: dict[str, None] = {}
    _free(module.nodes, set(), found)
    return tuple(found)


def _free(nodes: tuple[Node, ...], bound: set[str], found: dict[str, None]) -> None:
    for node in nodes:
        match node:
            case Read():
                if node.source not in bound:
                    found[node.source] = None
            case Module():
                found |= {label: None for label in free_labels(node) if label not in bound}
            case _:
                _free(node.nodes, set(bound), found)
        if node.label is not None:
            bound.add(node.label)


def read_labels(nodes: tuple[Node, ...]) -> set[str]:
    """All labels read in a class, by `from` or by a side result; those of blocks inside are their own."""
    found: set[str] = set()
    for node in nodes:
        match node:
            case Read() | Output():
                found |= {node.source} | read_labels(node.nodes)
            case Module(role="block"):
                pass
            case _:
                found |= read_labels(node.nodes)
    return found
