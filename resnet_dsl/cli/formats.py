"""What `check` found, in each of the formats that it can be given in."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

import resnet_dsl
from resnet_dsl.cli.terminal import report, report_width
from resnet_dsl.diagnostics.diagnostic import Diagnostic

Found = Mapping[str, tuple[Diagnostic, ...]]
"""The diagnostics of each spec that was asked for."""


def errors(found: Found) -> int:
    """How many of the findings are errors."""
    return sum(one.severity == "error" for one in _all(found))


def _as_text(found: Found) -> None:
    from resnet_dsl.diagnostics.text import render_all

    said = list(_all(found))
    if said:
        report(render_all(said, report_width()) + "\n")
    wrong = errors(found)
    counts = [_count(len(found), "file"), _count(wrong, "error") if wrong else "no errors"]
    report(", ".join(counts + ([_count(len(said) - wrong, "warning")] if len(said) > wrong else [])))


def _as_json(found: Found) -> None:
    from resnet_dsl.diagnostics.as_json import to_data

    _dump([{"spec": spec} | to_data(one) for spec, diagnostics in found.items() for one in diagnostics])


def _as_github(found: Found) -> None:
    from resnet_dsl.diagnostics.as_github import to_command

    for one in _all(found):
        click.echo(to_command(one))


def _as_sarif(found: Found) -> None:
    from resnet_dsl.diagnostics.as_sarif import to_log

    _dump(to_log(_all(found), resnet_dsl.__version__))


FORMATS: dict[str, Callable[[Found], None]] = {
    "text": _as_text,
    "json": _as_json,
    "github": _as_github,
    "sarif": _as_sarif,
}


def _all(found: Found) -> Iterator[Diagnostic]:
    return (one for diagnostics in found.values() for one in diagnostics)


def _dump(data: Any) -> None:
    click.echo(json.dumps(data, indent=1, ensure_ascii=False))


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
