"""Diagnostics as plain data for `--format json`."""

from typing import Any

from resnet_dsl.diagnostics.diagnostic import Diagnostic, Label
from resnet_dsl.source.file import Span


def to_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """One diagnostic as a dictionary of JSON values; places carry file, line, column and their ends."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "place": place(diagnostic.span),
        "label": diagnostic.label,
        "secondary": [_label(label) for label in diagnostic.secondary],
        "chain": [_label(step) | {"given": step.given} for step in diagnostic.chain],
        "notes": list(diagnostic.notes),
        "help": diagnostic.help,
        "fix": [{"place": place(edit.span), "text": edit.text} for edit in diagnostic.fix],
    }


def _label(label: Label) -> dict[str, Any]:
    return {"place": place(label.span), "text": label.text}


def place(span: Span | None) -> dict[str, Any] | None:
    """Where a span is: lines and columns count from 1, columns in code points, the end not included."""
    if span is None:
        return None
    line, column = span.file.position(span.start)
    end_line, end_column = span.file.position(span.end)
    return {
        "file": span.file.name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
