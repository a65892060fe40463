"""W0108: a `let` that nothing reads."""

from collections.abc import Iterator

from resnet_dsl.checks.core.lint import Doubt, FileLint
from resnet_dsl.checks.core.written import Written


class UnusedLet(Doubt):
    """A `let` names a value, and nothing reads it.

    Either it is left over, or the place that should read it says something else.

    ```arch
    arch net {
        input 3x8x8
        let width = 32
        conv 3x3, 16
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        let width = 32
        conv 3x3, width
    }
    ```
    """

    code = "W0108"


def unused_lets(file: Written) -> Iterator[UnusedLet]:
    """The names given by `let` that nothing reads."""
    for declaration in file.declarations:
        if declaration.kind == "let" and not declaration.read:
            text = f"nothing reads `{declaration.name}`"
            yield UnusedLet(span=declaration.span, text=text, help="use it, or remove the `let`")


LINTS = (FileLint(UnusedLet, unused_lets),)
