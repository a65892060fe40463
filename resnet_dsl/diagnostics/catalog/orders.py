"""E05: order and residual."""

from resnet_dsl.diagnostics.diagnostic import Finding


class OrderWithoutPlus(Finding):
    """A residual needs to know where it adds, and the order in force has no `+`.

    `order conv bn + relu` adds between the last normalisation and the last activation, `order bn relu conv +` behind
    the last convolution.

    ```arch
    arch small {
        input 16x8x8
        order conv bn relu
        residual { conv 3x3, 16; conv 3x3, 16 }
    }
    ```

    ```arch
    arch small {
        input 16x8x8
        order conv bn + relu
        residual { conv 3x3, 16; conv 3x3, 16 }
    }
    ```
    """

    code = "E0501"


class BadOrder(Finding):
    """An order must name `conv` once, and `+` at most once, behind it.

    Around them stand normalisations and activations, in the order in which they run.

    ```arch
    arch small {
        input 3x8x8
        order bn relu
        conv 3x3, 16
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        order conv bn relu
        conv 3x3, 16
    }
    ```
    """

    code = "E0502"


class BadShortcut(Finding):
    """A shortcut cannot be made as the file says: an identity where the shape changes, a path that does not fit.

    Without a word a residual has an identity where its main path keeps channels and size, and a projection where it
    changes them.

    ```arch
    arch small {
        input 16x8x8
        order conv bn + relu
        residual { conv 3x3, 32, /2; conv 3x3, 32 } shortcut identity
    }
    ```

    ```arch
    arch small {
        input 16x8x8
        order conv bn + relu
        residual { conv 3x3, 32, /2; conv 3x3, 32 } shortcut projection
    }
    ```
    """

    code = "E0503"
