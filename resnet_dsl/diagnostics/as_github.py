"""Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a change."""

from resnet_dsl.diagnostics.as_json import place
from resnet_dsl.diagnostics.cells import UNSEEN
from resnet_dsl.diagnostics.diagnostic import Diagnostic

PROPERTIES = {"file": "file", "line": "line", "column": "col", "end_line": "endLine", "end_column": "endColumn"}
IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = IN_DATA | {":": "%3A", ",": "%2C"}


def to_command(diagnostic: Diagnostic) -> str:
    """One diagnostic as a line `::error file=…::message`."""
    where = place(diagnostic.span) or {}
    if where and where["line"] != where["end_line"]:  # columns are for one line only
        where = {key: value for key, value in where.items() if not key.endswith("column")}
    properties = {PROPERTIES[key]: value for key, value in where.items()} | {"title": diagnostic.code}
    listed = ",".join(f"{key}={_escaped(str(value), IN_PROPERTY)}" for key, value in properties.items())
    return f"::{diagnostic.severity} {listed}::{_escaped(_said(diagnostic), IN_DATA)}"


def _said(diagnostic: Diagnostic) -> str:
    """The message, and what is said besides, a line each."""
    chain = [f"in {step.text}, called at {step.span}" for step in reversed(diagnostic.chain)]
    secondary = [f"{label.span}: {label.text}" for label in diagnostic.secondary]
    lines = [diagnostic.message, diagnostic.label, *secondary, *chain, *diagnostic.notes]
    return "\n".join(filter(None, [*lines, f"help: {diagnostic.help}" if diagnostic.help else ""]))


def _escaped(text: str, signs: dict[str, str]) -> str:
    unseen = {code: sign for code, sign in UNSEEN.items() if chr(code) != "\r"}
    return text.translate(unseen | {ord(sign): coded for sign, coded in signs.items()})
