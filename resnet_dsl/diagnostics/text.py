"""Diagnostics as text, for people: the line, the place marked in it, the chain, the help."""

from collections.abc import Iterable

from resnet_dsl.diagnostics.diagnostic import Diagnostic, Label
from resnet_dsl.source.file import Span

UNSEEN = {code: 0xFFFD for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
"""Control characters: a file's own could steer the terminal that shows it."""


def render_all(diagnostics: Iterable[Diagnostic]) -> str:
    """All diagnostics, a blank line between them."""
    return "\n\n".join(map(render, diagnostics))


def render(diagnostic: Diagnostic) -> str:
    """One diagnostic."""
    lines = [f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    if diagnostic.span is not None:
        lines += _excerpt(Label(diagnostic.span, diagnostic.label), "^", arrow="-->")
    for label in diagnostic.secondary:
        lines += _excerpt(label, "-", arrow=":::")
    for label in reversed(diagnostic.chain):
        lines.append(f"  = in {label.text}, called at {label.span}")
    lines += [f"  = note: {note}" for note in diagnostic.notes]
    if diagnostic.help:
        lines.append(f"  = help: {diagnostic.help}")
    return "\n".join(lines).translate(UNSEEN)


def _excerpt(label: Label, mark: str, *, arrow: str) -> list[str]:
    span = label.span
    if not span.file.text:
        return [f" {arrow} {span}"]
    number, column = span.file.position(span.start)
    text = span.file.line(number)
    gutter = " " * len(str(number))
    pad = "".join("\t" if character == "\t" else " " for character in text[: column - 1])
    marks = mark * _width(span, len(text) - column + 1)
    said = f" {label.text}" if label.text else ""
    return [f"{gutter}{arrow} {span}", f"{gutter} |", f"{number} | {text}", f"{gutter} | {pad}{marks}{said}"]


def _width(span: Span, room: int) -> int:
    return max(1, min(span.end - span.start, room))
