"""W0106: a block that nothing uses."""

from collections.abc import Iterator

from resnet_dsl.checks.core.lint import Doubt, FileLint
from resnet_dsl.checks.core.written import Written


class UnusedBlock(Doubt):
    """A block stands in a file with networks, and none of them uses it.

    What nothing uses is also never checked: shapes and names in a block are looked at where it is called. A file that
    has blocks only is a library, and nothing is said of it; nor where an arch has a block as the default of a
    parameter, since `-p unit=NAME` may then name any other.

    ```arch
    block unit(width) {
        conv 3x3, width
    }

    arch net {
        input 3x8x8
        conv 3x3, 16
    }
    ```

    ```arch
    block unit(width) {
        conv 3x3, width
    }

    arch net {
        input 3x8x8
        unit 16
    }
    ```
    """

    code = "W0106"


def unused_blocks(file: Written) -> Iterator[UnusedBlock]:
    """The blocks that nothing reads, of a file that has archs."""
    if not file.content.archs or file.offers_blocks:
        return
    for declaration in file.declarations:
        if declaration.kind == "block" and not declaration.read:
            yield UnusedBlock(
                span=declaration.span,
                text=f"nothing in this file uses the block `{declaration.name}`",
                help="call it, remove it, or move it to a file of blocks for others to import",
            )


LINTS = (FileLint(UnusedBlock, unused_blocks),)
