"""All that was found in a file."""

from typing import Any

from resnet_dsl.diagnostics.colours import as_html
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.text import render_all


class Findings(tuple[Diagnostic, ...]):
    """The diagnostics of a file. They print as the command line shows them, and show themselves in a notebook."""

    __slots__ = ()

    def __str__(self) -> str:
        return render_all(self) or "no findings"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        return as_html(str(self))
