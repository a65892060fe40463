"""The exception that carries diagnostics."""

import os
from collections.abc import Iterable

from resnet_dsl.diagnostics.diagnostic import Diagnostic


class ArchError(Exception):
    """A spec is wrong. `diagnostics` has every finding; `str()` shows them as the command line does."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__(tuple(diagnostics))
        self.diagnostics: tuple[Diagnostic, ...] = self.args[0]

    def __str__(self) -> str:
        from resnet_dsl.diagnostics.text import render_all

        return render_all(self.diagnostics)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it: the diagnostics, and the line that led to them, in the place of a traceback."""
        from resnet_dsl.diagnostics.caller import caller
        from resnet_dsl.diagnostics.colours import as_ansi

        text = str(self) if os.environ.get("NO_COLOR") else as_ansi(str(self))
        place = caller(self.__traceback__)
        return [*([place, ""] if place else []), *text.split("\n")]
