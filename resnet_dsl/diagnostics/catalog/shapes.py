"""E04: shapes."""

from resnet_dsl.diagnostics.diagnostic import Finding


class BadShape(Finding):
    """An op cannot take the shape that reaches it.

    Shapes are followed through the whole network, so the mistake is often earlier: `resnet-dsl summary` shows the
    shape at each line of a file that compiles, and the notes show those at each call that led to this one.

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16
        conv 3x3, 32, groups=3
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16
        conv 3x3, 32, groups=4
    }
    ```
    """

    code = "E0401"


class UnequalShapes(Finding):
    """The arms of a join or the two paths of a residual end in shapes that do not go together.

    The arms of `add` have one shape; those of `concat` differ in channels only; those of `mul` have one shape, or 1
    where they differ. The labels say what last changed the shape of each.

    ```arch
    arch small {
        input 16x8x8
        add {
            identity
            conv 3x3, 32
        }
    }
    ```

    ```arch
    arch small {
        input 16x8x8
        add {
            identity
            conv 3x3, 16
        }
    }
    ```
    """

    code = "E0402"
