"""How passes report: raise for one statement, collect over all of them."""

from dataclasses import replace

from resnet_dsl.diagnostics.diagnostic import Diagnostic, Step


class Problem(Exception):
    """This statement cannot be resolved; the diagnostic says why. Caught statement by statement."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


class Unknown(Exception):
    """This statement needs what an earlier mistake left unknown: nothing is said about it again."""


class Exhausted(Exception):
    """A limit of the whole resolution is reached, and has been reported: nothing goes on."""


class Reporter:
    """Collects diagnostics, each once."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._seen: set[tuple[str, str, int, str]] = set()

    def add(self, diagnostic: Diagnostic, chain: tuple[Step, ...] = ()) -> None:
        """Take a finding, with the calls that led to it. The same one from another instance is dropped."""
        span = diagnostic.span
        key = (diagnostic.code, span.file.name if span else "", span.start if span else -1, diagnostic.message)
        if key not in self._seen:
            self._seen.add(key)
            self.found.append(replace(diagnostic, chain=chain) if chain else diagnostic)
