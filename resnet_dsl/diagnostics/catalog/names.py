"""E03: names, and where things stand."""

from resnet_dsl.diagnostics.diagnostic import Finding


class UnknownName(Finding):
    """A name that is no parameter, block, op, label or function known at this place.

    The names that are near are offered, and for the name that another library uses the one that is used here. A block
    of another file has to be imported. Labels are seen in their brace and those inside it, and never across a block.

    ```arch
    arch small {
        input 3x8x8
        Conv2d 3x3, 16
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16
    }
    ```
    """

    code = "E0301"


class UnknownParameter(Finding):
    """An argument names a parameter that the op, block or arch does not have.

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16, padding=0
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16, pad=0
    }
    ```
    """

    code = "E0302"


class DoubleName(Finding):
    """Two things in one scope have the same name: members of a module, blocks, parameters, labels.

    Labels are the keys of the weights, so no two may be alike.

    ```arch
    arch small {
        input 3x8x8
        stem: conv 3x3, 16
        stem: conv 3x3, 32
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        stem1: conv 3x3, 16
        stem2: conv 3x3, 32
    }
    ```
    """

    code = "E0306"


class CircularCall(Finding):
    """Blocks that call each other in a circle, or an arch that extends itself, would never end.

    ```arch
    block tower(n) {
        conv 3x3, 16
        if n > 1 { tower n - 1 }
    }

    arch small {
        input 3x8x8
        tower 3
    }
    ```

    ```arch
    block tower(n) {
        conv 3x3, 16 x n
    }

    arch small {
        input 3x8x8
        tower 3
    }
    ```
    """

    code = "E0307"


class Misplaced(Finding):
    """A statement stands where it has no meaning, or a directive is given twice.

    ```arch
    block body {
        input 3x8x8
        conv 3x3, 16
    }

    arch small {
        input 3x8x8
        body
    }
    ```

    ```arch
    block body {
        conv 3x3, 16
    }

    arch small {
        input 3x8x8
        body
    }
    ```
    """

    code = "E0309"


class AmbiguousArch(Finding):
    """One network is wanted, and the file holds several archs, or none.

    Name one behind a colon: `nets.arch:small`. Several archs in one file are no mistake by themselves: `check` takes
    them all.

    ```console
    $ resnet-dsl summary two.arch
    ```

    ```console
    $ resnet-dsl summary two.arch:small
    ```
    """

    code = "E0310"
