"""Diagnostics as text, for people: the lines, the places marked in them, the chain, the help."""

from collections.abc import Iterable, Iterator

from resnet_dsl.diagnostics.cells import UNSEEN
from resnet_dsl.diagnostics.diagnostic import Diagnostic, Step
from resnet_dsl.diagnostics.excerpt import Mark, excerpt, shown_lines

WIDTH = 120
NEIGHBOURS = 4
"""Labels so many lines apart stand in one excerpt."""


def render_all(diagnostics: Iterable[Diagnostic], width: int = WIDTH) -> str:
    """All diagnostics, a blank line between them."""
    return "\n\n".join(render(diagnostic, width) for diagnostic in diagnostics)


def render(diagnostic: Diagnostic, width: int = WIDTH) -> str:
    """One diagnostic; lines of the file that are wider than `width` cells are cut around what is marked."""
    groups = list(_groups(_marks(diagnostic)))
    gutter = max((len(str(shown_lines(group)[-1])) for group in groups), default=1)
    lines = [f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    for place, group in enumerate(groups):
        lines += _excerpt(group, gutter, width, arrow=":::" if place else "-->")
    lines += (_remark(said, gutter) for said in _remarks(diagnostic))
    return "\n".join(lines).translate(UNSEEN)


def _marks(diagnostic: Diagnostic) -> list[Mark]:
    first = [Mark(diagnostic.span, diagnostic.label, "^")] if diagnostic.span else []
    return first + [Mark(label.span, label.text, "-") for label in diagnostic.secondary]


def _groups(marks: list[Mark]) -> Iterator[list[Mark]]:
    """The marks that are shown together: of one file, on neighbouring lines."""
    left = marks
    while left:
        group, left = left[:1], left[1:]
        while near := [mark for mark in left if any(_is_near(mark, other) for other in group)]:
            group += near
            left = [mark for mark in left if mark not in near]
        yield group


def _is_near(one: Mark, other: Mark) -> bool:
    first, second = sorted((one.lines, other.lines), key=lambda lines: lines[0])
    return one.span.file.name == other.span.file.name and second[0] - first[-1] <= NEIGHBOURS


def _excerpt(marks: list[Mark], gutter: int, width: int, *, arrow: str) -> list[str]:
    head = f"{' ' * gutter}{arrow} {marks[0].span}"
    return [head, *excerpt(marks, gutter, width)] if marks[0].span.file.text else [head]


def _remarks(diagnostic: Diagnostic) -> Iterator[str]:
    yield from map(_step, reversed(diagnostic.chain))
    yield from (f"note: {note}" for note in diagnostic.notes)
    if diagnostic.help:
        yield f"help: {diagnostic.help}"


def _step(step: Step) -> str:
    given = f" with {step.given}" if step.given else ""
    return f"in {step.text}, called at {step.span}{given}"


def _remark(said: str, gutter: int) -> str:
    indented = said.replace("\n", "\n" + " " * (gutter - 1))
    return f"{' ' * gutter} = {indented}"
