"""What is in force at a place of the file while it is resolved."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from time import monotonic
from typing import Any, Protocol

from resnet_dsl.diagnostics.catalog import OverLimit
from resnet_dsl.diagnostics.diagnostic import Diagnostic, Step
from resnet_dsl.ir.nodes import Place
from resnet_dsl.resolve.expressions import Surroundings
from resnet_dsl.resolve.files import Files
from resnet_dsl.resolve.flow import UNSCALED, Flow, Made, Scale
from resnet_dsl.resolve.initial import Inits
from resnet_dsl.resolve.orders import BARE, Order
from resnet_dsl.resolve.problems import Exhausted, Problem, Reporter
from resnet_dsl.resolve.scope import FileScope, Labels, Variables
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree

MOST_NODES = 100_000
MOST_SECONDS = 20
CHECKED = 256
"""After how many nodes the clock is read."""
DEEPEST = 60


@dataclass
class Session:
    """What one resolution gathers: findings, spans of places, side results, and how much was made."""

    files: Files
    reporter: Reporter = field(default_factory=Reporter)
    spans: dict[Place, Span] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    made: int = 0
    deadline: float = field(default_factory=lambda: monotonic() + MOST_SECONDS)

    def place(self, span: Span) -> Place:
        """The place of a span, as the IR keeps it; the span can be found again by it."""
        place = Place(span.file.name, *span.file.position(span.start), *span.file.position(span.end))
        self.spans[place] = span
        return place

    def count(self, span: Span) -> None:
        """Count one more node. Raises `Exhausted` past a limit, once that is reported."""
        self.made += 1
        if self.made > MOST_NODES:
            text = f"the file unfolds into more than {MOST_NODES:,} different parts"
            self._stop(OverLimit(span=span, text=text, help="repeats of equal blocks fold; these differ in shape"))
        if self.made % CHECKED == 0 and monotonic() > self.deadline:
            text = f"the file takes more than {MOST_SECONDS} seconds to unfold"
            self._stop(OverLimit(span=span, text=text, help="it came as far as here; equal blocks fold in repeats"))

    def _stop(self, finding: OverLimit) -> None:
        self.reporter.add(finding)
        raise Exhausted


@dataclass(frozen=True)
class MainPath:
    """A residual's main path: its convolutions are those under this very order."""

    order: Order


@dataclass(frozen=True)
class Target:
    """What a shortcut has to come to: the channels and the scale of the main path."""

    channels: int
    scale: Scale


ANY_TARGET = Target(0, UNSCALED)
"""The target of a path of which nothing is known."""


class Work(Protocol):
    """Resolves any statement that a value flows through; `label` names it."""

    def __call__(self, statement: tree.Statement, flow: Flow, context: "Context", label: str | None) -> Made:
        """The nodes of the statement and the value behind it. Raises `Problem` or `Unknown`."""


class Run(Protocol):
    """Resolves statements in a row."""

    def __call__(
        self, statements: tuple[tree.Statement, ...], flow: Flow, context: "Context"
    ) -> tuple[Made, "Context"]:
        """Their nodes, the value behind them, and what is in force there. Reports what is wrong and goes on."""


@dataclass(frozen=True)
class Context:
    """What is in force at a place."""

    session: Session
    work: Work
    run: Run
    file: FileScope
    variables: Variables = field(default_factory=Variables)
    labels: Labels = field(default_factory=Labels)
    order: Order = BARE
    inits: Inits = Inits()
    chain: tuple[Step, ...] = ()
    calling: tuple[tree.Block, ...] = ()
    main: MainPath | None = None
    target: Target | None = None
    in_residual: bool = False
    at_top: bool = True
    depth: int = 0

    def around(self, flow: Flow | None = None) -> Surroundings:
        """What an expression may read here."""
        return Surroundings(self.variables, self.file, flow, self.in_residual)

    def report(self, diagnostic: Diagnostic) -> None:
        """Report a finding, with the calls that led here."""
        self.session.reporter.add(diagnostic, self.chain)

    def inside(self, span: Span, **changes: Any) -> "Context":
        """The context of a brace or block inside this place. Raises `Problem` where that is too deep."""
        if self.depth >= DEEPEST:
            text = f"braces and blocks are more than {DEEPEST} levels deep here"
            raise Problem(OverLimit(span=span, text=text))
        return replace(self, **{"depth": self.depth + 1, "at_top": False} | changes)

    def in_brace(self, span: Span, **changes: Any) -> "Context":
        """The context inside a brace: names made in it are not seen outside."""
        return self.inside(span, **{"labels": self.labels.inner(), "variables": self.variables.inner()} | changes)

    def place(self, span: Span) -> Place:
        """The place of a span, as the IR keeps it."""
        return self.session.place(span)


def remaining(now: Scale, wanted: Scale) -> Scale:
    """The stride that is left to come from one scale to another; 0 where no stride does."""
    height, width = (_ratio(a, b) for a, b in zip(now, wanted, strict=True))
    return height, width


def _ratio(now: Fraction, wanted: Fraction) -> Fraction:
    if now == wanted:
        return Fraction(1)
    return wanted / now if now else Fraction(0)
