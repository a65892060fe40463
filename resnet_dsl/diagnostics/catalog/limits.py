"""E07: limits."""

from resnet_dsl.diagnostics.diagnostic import Finding


class OverLimit(Finding):
    """The file goes past a limit that keeps a stranger's file from exhausting the machine.

    The reference of the language has all limits in one table. They are far beyond what networks need; a file that
    meets one has most likely a slip in a number.

    ```arch
    arch small {
        input 16x8x8
        conv 3x3, 16 x1000000000000
    }
    ```

    ```arch
    arch small {
        input 16x8x8
        conv 3x3, 16 x1000
    }
    ```
    """

    code = "E0701"
