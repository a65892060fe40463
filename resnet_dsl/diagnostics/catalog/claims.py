"""E06: claims."""

from resnet_dsl.diagnostics.diagnostic import Finding


class FailedClaim(Finding):
    """An `assert` does not hold for the network at its default parameters and input.

    Either the network is not the one that the claim is of, or the claim was not changed with it. `summary` and `emit`
    do their work all the same, and report it behind.

    ```arch
    arch small {
        input 3x8x8
        stem: conv 3x3, 16, /2
        assert stem is 16x8x8
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        stem: conv 3x3, 16, /2
        assert stem is 16x4x4
    }
    ```
    """

    code = "E0601"
