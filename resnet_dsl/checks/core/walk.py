"""The nodes of a syntax tree, without recursion: a file may hold long chains that nothing has resolved."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from resnet_dsl.syntax import tree


def children(node: tree.Node) -> tuple[tree.Node, ...]:
    """The nodes that a node holds, in the order of the text."""
    return tuple(inner for item in fields(node) for inner in _nodes(getattr(node, item.name)))


def descendants(node: tree.Node) -> Iterator[tree.Node]:
    """A node and all below it, in the order of the text."""
    stack = [node]
    while stack:
        found = stack.pop()
        yield found
        stack += reversed(children(found))


def _nodes(value: Any) -> Iterator[tree.Node]:
    if isinstance(value, tree.Node):
        yield value
    elif isinstance(value, tuple):
        yield from (member for member in value if isinstance(member, tree.Node))
