"""W0107: a parameter that nothing reads."""

from collections.abc import Iterator

from resnet_dsl.checks.core.lint import Doubt, FileLint
from resnet_dsl.checks.core.written import Written
from resnet_dsl.syntax import tree


class UnusedParameter(Doubt):
    """A block or an arch has a parameter, and nothing in it reads that.

    Whoever gives it expects a difference and sees none: `-p classes=10` leaves the network with 1000 classes.

    ```arch
    arch net(classes = 1000) {
        input 3x8x8
        global_avgpool
        flatten
        linear 1000
    }
    ```

    ```arch
    arch net(classes = 1000) {
        input 3x8x8
        global_avgpool
        flatten
        linear classes
    }
    ```
    """

    code = "W0107"


def unused_parameters(file: Written) -> Iterator[UnusedParameter]:
    """The parameters that nothing reads."""
    for declaration in file.declarations:
        owner = declaration.inside
        if declaration.kind == "parameter" and not declaration.read and isinstance(owner, tree.Block | tree.Arch):
            yield UnusedParameter(
                span=declaration.span,
                text=f"`{owner.name}` never reads its parameter `{declaration.name}`",
                help="use it, or remove it with what is given for it",
            )


LINTS = (FileLint(UnusedParameter, unused_parameters),)
