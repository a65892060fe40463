"""Findings of no stage, and how they are shown."""

from resnet_dsl.diagnostics.diagnostic import Finding, Label
from resnet_dsl.diagnostics.text import render
from resnet_dsl.source.file import SourceFile, Span


class Made(Finding):
    """A finding of no stage."""

    code = "E9999"


def file(text: str, name: str = "a.arch") -> SourceFile:
    return SourceFile(name, text)


def span(source: SourceFile, words: str) -> Span:
    start = source.text.index(words)
    return Span(source, start, start + len(words))


def shown(source: SourceFile, words: str, *others: tuple[str, str], label: str = "here", width: int = 120) -> list[str]:
    """The lines of an excerpt, without their gutters."""
    secondary = tuple(Label(span(source, marked), text) for marked, text in others)
    made = Made(span=span(source, words), text="wrong", label=label, secondary=secondary)
    return [line.partition("|")[2].removeprefix(" ") for line in render(made, width).splitlines()[3:]]
