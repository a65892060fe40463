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
        "place": _place(diagnostic.span),
        "label": diagnostic.label,
        "secondary": [_label(label) for label in diagnostic.secondary],
        "chain": [_label(label) for label in diagnostic.chain],
        "notes": list(diagnostic.notes),
        "help": diagnostic.help,
    }


def _label(label: Label) -> dict[str, Any]:
    return {"place": _place(label.span), "text": label.text}


def _place(span: Span | None) -> dict[str, Any] | None:
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
