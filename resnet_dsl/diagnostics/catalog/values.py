"""E03: arguments and values."""

from resnet_dsl.diagnostics.diagnostic import Finding


class MissingArgument(Finding):
    """A parameter without a default was given no argument.

    The number of input channels is never among them: it follows from what stands before.

    ```arch
    arch small {
        input 3x8x8
        conv 3x3
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16
    }
    ```
    """

    code = "E0303"


class LeftOverArgument(Finding):
    """An argument that no parameter takes: one too many, a size, or a stride where none is wanted.

    An argument goes to a parameter by its kind: a size such as `3x3` to one that takes sizes, `/2` to the stride,
    anything else to the others in turn.

    ```arch
    arch small {
        input 3x8x8
        conv 3, 16
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16
    }
    ```
    """

    code = "E0304"


class WrongKind(Finding):
    """A value is of another kind than the parameter, operator or statement takes, or out of its range.

    Nothing is rounded or turned into something else: `128 / 2` is the float 64.0, and `128 // 2` the integer 64.

    ```arch
    arch small(width = 128) {
        input 3x8x8
        conv 3x3, (width / 2)
    }
    ```

    ```arch
    arch small(width = 128) {
        input 3x8x8
        conv 3x3, width // 2
    }
    ```
    """

    code = "E0305"


class BadArithmetic(Finding):
    """An expression has no value: a division by zero, an index out of range, a number too large.

    ```arch
    arch small(widths = (16, 32)) {
        input 3x8x8
        conv 3x3, widths[2]
    }
    ```

    ```arch
    arch small(widths = (16, 32)) {
        input 3x8x8
        conv 3x3, widths[1]
    }
    ```
    """

    code = "E0308"
