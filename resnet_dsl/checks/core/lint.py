"""What a lint is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.checks.core.network import Network
from resnet_dsl.checks.core.written import Written
from resnet_dsl.diagnostics.diagnostic import Finding


@dataclass(frozen=True, kw_only=True)
class Doubt(Finding):
    """A finding on what is correct and yet doubtful. It is a warning, and `# allow CODE` in the file silences it."""

    severity: ClassVar[str] = "warning"


@dataclass(frozen=True)
class FileLint:
    """A lint that reads the text and tree of a file; it runs where the file has no errors."""

    kind: type[Doubt]
    run: Callable[[Written], Iterable[Doubt]]


@dataclass(frozen=True)
class NetworkLint:
    """A lint that reads a network of a file, each of those that resolve."""

    kind: type[Doubt]
    run: Callable[[Network], Iterable[Doubt]]


Lint = FileLint | NetworkLint
