"""Diagnostics as a log of SARIF 2.1.0, the format in which analysis tools give their results to others."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from resnet_dsl.diagnostics.diagnostic import Diagnostic, Edit, Label
from resnet_dsl.diagnostics.explanation import Explanation, explain
from resnet_dsl.source.file import SourceFile, Span

Data = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def to_log(diagnostics: Iterable[Diagnostic], version: str) -> Data:
    """A log with one run: the rules that were broken, and each finding as a result."""
    diagnostics = tuple(diagnostics)
    kinds = sorted({type(one) for one in diagnostics}, key=lambda kind: kind.code)
    rules = [_rule(explain(kind)) for kind in kinds]
    places = {kind.code: place for place, kind in enumerate(kinds)}
    run = {
        "tool": {"driver": {"name": "resnet-dsl", "semanticVersion": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places[one.code]) for one in diagnostics],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(explanation: Explanation) -> Data:
    return {
        "id": explanation.code,
        "name": explanation.kind,
        "shortDescription": {"text": explanation.title},
        "fullDescription": {"text": " ".join((explanation.title, *explanation.words))},
        "help": {"text": explanation.told(marked=False), "markdown": explanation.told(marked=True)},
        "defaultConfiguration": {"level": explanation.severity},
    }


def _result(diagnostic: Diagnostic, rule: int) -> Data:
    related = (*diagnostic.secondary, *(Label(step.span, f"in {step.text}") for step in reversed(diagnostic.chain)))
    data: Data = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity,
        "message": {"text": _said(diagnostic)},
    }
    if diagnostic.span is not None:
        data["locations"] = [_location(Label(diagnostic.span, diagnostic.label))]
    if related:
        data["relatedLocations"] = [{"id": place, **_location(label)} for place, label in enumerate(related)]
    if diagnostic.fix:
        data["fixes"] = [
            {"description": {"text": diagnostic.help or "repair it"}, "artifactChanges": _changes(diagnostic)}
        ]
    return data


def _said(diagnostic: Diagnostic) -> str:
    """What is said in one text: viewers show the first line in lists."""
    help = f"help: {diagnostic.help}" if diagnostic.help else ""
    return "\n".join(filter(None, [diagnostic.message, *diagnostic.notes, help]))


def _location(label: Label) -> Data:
    physical: Data = {"artifactLocation": _artifact(label.span.file)}
    if label.span.file.text:
        physical["region"] = _region(label.span)
    return {"physicalLocation": physical} | ({"message": {"text": label.text}} if label.text else {})


def _artifact(file: SourceFile) -> Data:
    path = Path(file.name)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}


def _region(span: Span) -> Data:
    (line, column), (end_line, end_column) = span.file.position(span.start), span.file.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _changes(diagnostic: Diagnostic) -> list[Data]:
    files: dict[str, list[Edit]] = {}
    for edit in diagnostic.fix:
        files.setdefault(edit.span.file.name, []).append(edit)
    return [
        {"artifactLocation": _artifact(edits[0].span.file), "replacements": [_replacement(edit) for edit in edits]}
        for edits in files.values()
    ]


def _replacement(edit: Edit) -> Data:
    return {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
