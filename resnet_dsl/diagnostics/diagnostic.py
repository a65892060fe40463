"""What a diagnostic is."""

from dataclasses import dataclass, field
from typing import ClassVar

from resnet_dsl.source.file import Span


@dataclass(frozen=True)
class Label:
    """A place and what is to be said about it."""

    span: Span
    text: str = ""


@dataclass(frozen=True)
class Step(Label):
    """A call that led somewhere, and what it was given: the shape that reached it."""

    given: str = ""


@dataclass(frozen=True)
class Edit:
    """A text in the place of a span; an empty span is an insertion."""

    span: Span
    text: str


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
    chain: tuple[Step, ...] = field(default=())
    """The calls that led here, outermost first."""
    fix: tuple[Edit, ...] = ()
    """What repairs it without doubt; `check --fix` does it."""

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
