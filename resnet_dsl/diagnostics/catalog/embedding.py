"""E09: networks in larger ones."""

from resnet_dsl.diagnostics.diagnostic import Finding


class NotContained(Finding):
    """The larger network does not contain the smaller: not everything that one computes can be computed by the other.

    `embed` finds for every layer of the smaller network one of the larger that does the same, in the same order. The
    larger may have more blocks or layers, if they can be identities where they stand; wider layers; larger kernels of
    the same stride. The first layers for which that fails are shown, in both files, with the reason.

    ```console
    $ resnet-dsl embed resnet34 resnet50 --plan
    ```

    ```console
    $ resnet-dsl embed resnet18 resnet34 --plan
    ```
    """

    code = "E0901"


class UnequalFunctions(Finding):
    """The larger network was given its weights, and does not compute what the smaller does; nothing was written.

    After every embedding both networks are run in double precision on random inputs, and their results compared. They
    differ where weights or results are not finite: a training that has diverged, or a network so deep and wide that new
    channels, which nobody has normalised yet, grow past all bounds.

    ```console
    $ resnet-dsl embed net.arch net.arch -w diverged.pth
    ```

    ```console
    $ resnet-dsl embed net.arch net.arch -w net.pth
    ```
    """

    code = "E0902"
