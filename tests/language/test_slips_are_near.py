"""A mistake in one token is reported where it was made, and once.

`python tests/language/test_slips_are_near.py 1000` prints the shares over so many mistakes, and those that are missed.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from mutating import SPECS, Mistake, all_findings, mistake

from resnet_dsl.diagnostics.diagnostic import Diagnostic

SYNTAX = ("E0201", "E0202", "E0203")
CLAIM = "E0601"
SEED, CASES = 4, 300


@dataclass(frozen=True)
class Case:
    """A mistake and what is said to it."""

    mistake: Mistake
    found: tuple[Diagnostic, ...]

    @property
    def is_slip(self) -> bool:
        """Whether the file does not follow the grammar any more: other mistakes give another network."""
        return any(one.code in SYNTAX for one in self.found)

    @property
    def is_claim(self) -> bool:
        """Whether it gives another network, and nothing but the figures that the file claims tells."""
        return all(one.code == CLAIM for one in self.found)

    @property
    def is_near(self) -> bool:
        """Whether a finding points to a line of the mistake or one beside it."""
        near = range(self.mistake.first - 1, self.mistake.last + 2)
        return any(line in near for one in self.found for line in _lines(one))


def _lines(diagnostic: Diagnostic) -> Iterator[int]:
    """The lines of this file that a finding points to: itself, its labels, and the calls that led there."""
    others = [*diagnostic.secondary, *diagnostic.chain]
    for span in (diagnostic.span, *(other.span for other in others)):
        if span is not None and span.file.name == "text":
            yield span.file.position(span.start)[0]


def cases(seed: int, count: int) -> list[Case]:
    """So many mistakes in bundled specs that something is said to."""
    random = Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in SPECS]
    made = (mistake(random, random.choice(texts)) for _ in range(count))
    return [case for case in (Case(one, all_findings(one.text)) for one in made) if case.found]


def _share(cases: list[Case]) -> float:
    return sum(case.is_near for case in cases) / len(cases)


def _alone(cases: list[Case]) -> float:
    return sum(len(case.found) == 1 for case in cases) / len(cases)


def test_a_slip_is_reported_within_a_statement_and_once() -> None:
    every = cases(SEED, CASES)
    slips = [case for case in every if case.is_slip]
    told = [case for case in every if not case.is_claim]
    assert len(slips) > CASES / 2
    assert _share(slips) >= 0.99
    assert _share(told) >= 0.95
    assert _alone(slips) >= 0.95


def _print(count: int) -> None:
    every = cases(SEED, count)
    slips = [case for case in every if case.is_slip]
    told = [case for case in every if not case.is_claim]
    kinds = {"against the grammar": slips, "all but failing claims": told, "all": every}
    for name, chosen in kinds.items():
        numbers = sorted(Counter(len(case.found) for case in chosen).items())
        print(f"{name}: {len(chosen)}, near {_share(chosen):.1%}, findings {numbers}")  # noqa: T201
    for case in told:
        if not case.is_near or (case.is_slip and len(case.found) > 1):
            print(case.mistake.what, case.mistake.first, [f"{one.span} {one.message}" for one in case.found])  # noqa: T201


if __name__ == "__main__":
    _print(int(sys.argv[1]))
