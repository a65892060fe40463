"""The exception that carries diagnostics."""

from collections.abc import Iterable

from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.text import render_all


class ArchError(Exception):
    """A spec is wrong. `diagnostics` has every finding; `str()` shows them as the command line does."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__(tuple(diagnostics))
        self.diagnostics: tuple[Diagnostic, ...] = self.args[0]

    def __str__(self) -> str:
        return render_all(self.diagnostics)
