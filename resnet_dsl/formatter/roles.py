"""What a token cannot say of itself: whether a name is called, a minus has one operand, an `in` is a value."""

from dataclasses import dataclass, field
from typing import Any

from resnet_dsl.syntax import tree


@dataclass
class Roles:
    """The offsets of the tokens with these roles."""

    called: set[int] = field(default_factory=set)
    signs: set[int] = field(default_factory=set)
    values: set[int] = field(default_factory=set)


def find_roles(file: tree.File) -> Roles:
    """The roles in a file. Without recursion: a sum may have thousands of terms."""
    roles = Roles()
    waiting: list[Any] = [file]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node
        elif isinstance(node, tree.Node):
            _note(node, roles)
            waiting += vars(node).values()
    return roles


def _note(node: tree.Node, roles: Roles) -> None:
    match node:
        case tree.Call():
            roles.called.add(node.name_span.start)
        case tree.Unary(operator="-"):
            roles.signs.add(node.span.start)
        case tree.InValue():
            roles.values.add(node.span.start)
