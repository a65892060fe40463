"""W0114: a join of one arm."""

from collections.abc import Iterator

from resnet_dsl.checks.core.lint import Doubt, FileLint
from resnet_dsl.checks.core.walk import descendants
from resnet_dsl.checks.core.written import Written
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree

NO_ARMS = tree.Let | tree.Order | tree.Init


class LoneArm(Doubt):
    """A `concat`, `add` or `mul` has one arm, and so joins nothing.

    Every statement in its braces is an arm: what belongs to one arm stands in braces of its own, and the value that
    enters is joined too only where `identity` says so.

    ```arch
    arch net {
        input 3x8x8
        add { conv 3x3, 3 }
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        add { identity;  conv 3x3, 3 }
    }
    ```
    """

    code = "W0114"


def lone_arms(file: Written) -> Iterator[LoneArm]:
    """The joins of one arm; one that an `if` or a `for` writes may have others elsewhere."""
    for node in descendants(file.content):
        if isinstance(node, tree.Join):
            arms = [statement for statement in node.body.statements if not isinstance(statement, NO_ARMS)]
            if len(arms) == 1 and not isinstance(arms[0], tree.If | tree.For):
                text = f"this `{node.kind}` has one arm, and joins nothing"
                help = "write `identity` beside it to join the value that enters, or leave the join out"
                yield LoneArm(span=_word(node), text=text, help=help)


def _word(node: tree.Join) -> Span:
    """The span of the word alone: its arms may be long."""
    return Span(node.span.file, node.span.start, node.span.start + len(node.kind))


LINTS = (FileLint(LoneArm, lone_arms),)
