"""E02: syntax."""

from resnet_dsl.diagnostics.diagnostic import Finding


class SyntaxSlip(Finding):
    """The text does not follow the grammar at this place.

    The label says what could have stood there. The slips that are made most are told their repair: a comma is missing
    before a stride, `=` stands where `==` or `:` is meant, a reserved word is used as a label.

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16 /2
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16, /2
    }
    ```
    """

    code = "E0201"


class StrayCharacter(Finding):
    """A character that begins nothing in the language.

    Text of other languages is often the reason: `//` and `/* */` for comments, single quotes, `&`, `!`.

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16 & relu
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        conv 3x3, 16; relu
    }
    ```
    """

    code = "E0202"


class Unclosed(Finding):
    """A brace, parenthesis, bracket or string is opened and never closed.

    It is shown where it was opened. A string ends on its line; only a docstring, which has three double quotes at
    either end, goes over several.

    ```arch
    arch small {
        input 3x8x8
        stage body: {
            conv 3x3, 16
    }
    ```

    ```arch
    arch small {
        input 3x8x8
        stage body: {
            conv 3x3, 16
        }
    }
    ```
    """

    code = "E0203"
