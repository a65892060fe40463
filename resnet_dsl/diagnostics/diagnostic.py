"""What a diagnostic is."""

from dataclasses import dataclass, field
from typing import ClassVar

from resnet_dsl.source.file import Span


@dataclass(frozen=True)
class Label:
    """A place and what is to be said about it."""

    span: Span
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """One finding: what is wrong, where, how it came about, what to do.

    A subclass is one kind of finding. Its docstring is the long explanation, its `code` is stable, and `message`
    stands alone: lower case, no full stop, code in backticks.
    """

    code: ClassVar[str]
    severity: ClassVar[str] = "error"

    span: Span | None
    """The place; None only for what has none, such as a parameter given on the command line."""
    label: str = ""
    secondary: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str = ""
    chain: tuple[Label, ...] = field(default=())
    """The calls that led here, outermost first."""

    @property
    def message(self) -> str:
        """The finding in one line."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Finding(Diagnostic):
    """A diagnostic whose message is given when it is made."""

    text: str

    @property
    def message(self) -> str:
        """The finding in one line."""
        return self.text


class ArchError(Exception):
    """A spec is wrong. `diagnostics` has every finding; `str()` shows them as the command line does."""

    def __init__(self, diagnostics: "list[Diagnostic] | tuple[Diagnostic, ...]") -> None:
        super().__init__(diagnostics)
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        from resnet_dsl.diagnostics.text import render_all

        return render_all(self.diagnostics)


class InternalError(Exception):
    """A state that the compiler should never reach: our bug, not the file's."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; this is a bug in resnet-dsl, please report it with the file that shows it")
