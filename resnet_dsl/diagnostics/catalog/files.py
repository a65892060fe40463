"""E01: reading files."""

from resnet_dsl.diagnostics.diagnostic import Finding


class MissingFile(Finding):
    """No file stands at the path given, or no bundled network has the name given.

    A spec is the name of a bundled network, or a path. What ends in `.arch`, or has a `/` in it, is a path. A mistake
    in either is answered with the bundled names that are near.

    ```console
    $ resnet-dsl check resnet_50
    ```

    ```console
    $ resnet-dsl check resnet50
    ```
    """

    code = "E0101"


class UnreadableFile(Finding):
    """The path is a folder, may not be read, is larger than a spec may be, or does not hold UTF-8 text.

    A spec has a million bytes at most. Editors save UTF-8 unless they are told otherwise; the place that is shown is
    the first byte that is none.

    ```console
    $ resnet-dsl check nets
    ```

    ```console
    $ resnet-dsl check nets/net.arch
    ```
    """

    code = "E0102"


class EmptyFile(Finding):
    """The file holds no block and no arch, so there is nothing to compile.

    A file may have blocks only, which others import. Comments, a docstring and imports alone are no network.

    ```arch
    # conv 3x3, 16
    ```

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16
    }
    ```
    """

    code = "E0103"


class BadImport(Finding):
    """An import names a file that does not exist, that lies outside the allowed folders, or that imports itself.

    Imports are looked up beside the importing file, then in the folders given with `-I`, then among the bundled
    specs, and never anywhere else: a path does not lead out of these folders, also not through a link. A dot in the
    import is a folder: `blocks.residual` is `blocks/residual.arch`.

    ```arch
    import blocks.residuals (basic)

    arch small {
        input 3x8x8
        order conv bn + relu
        conv 3x3, 16
        basic 16
    }
    ```

    ```arch
    import blocks.residual (basic)

    arch small {
        input 3x8x8
        order conv bn + relu
        conv 3x3, 16
        basic 16
    }
    ```
    """

    code = "E0104"


class ForeignFile(Finding):
    """The file is of another tool, whatever its extension is.

    Known are architecture files of flashlight (wav2letter), which end in `.arch` too, Darknet's `.cfg`, the YAML of
    Ultralytics, Python, JSON, and the binary files of ONNX, HDF5 (Keras) and PyTorch. None of them is converted: a
    network is written anew, which is short.

    ```arch
    V -1 1 NFEAT 0
    C NFEAT 256 8 2 -1
    R
    L 256 NLABEL
    ```

    ```arch
    arch speech(labels = 32) {
        input 1x128x40
        conv 8x3, 256, /(2, 1), pad=3x1
        relu
        flatten
        linear labels
    }
    ```
    """

    code = "E0105"
