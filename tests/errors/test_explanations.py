"""Every code is explained by an example that is answered with it and a repair that is not; the page has them all."""

import json
import re
from pathlib import Path

import pytest
from answering import CASES, codes, examples, network, said

from resnet_dsl.diagnostics.as_sarif import to_log
from resnet_dsl.diagnostics.diagnostic import Finding
from resnet_dsl.diagnostics.explanation import explain
from resnet_dsl.pipeline.codes import explanations
from resnet_dsl.pipeline.errors_page import errors_page

PAGE = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
OFFLINE = "E0805"


@pytest.mark.parametrize("code", explanations())
def test_the_mistake_is_answered_with_its_code_and_the_repair_with_none(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(examples())
    explanation = explanations()[code]
    with network(works=code != OFFLINE):
        assert [codes(example) for example in explanation.examples] == [[code], []]


def test_the_page_is_fresh() -> None:
    is_fresh = PAGE.endswith(errors_page(explanations().values()))
    assert is_fresh, "run `make docs`"


def test_every_code_is_of_its_stage() -> None:
    found = explanations()
    assert list(found) == sorted(found)
    assert all(re.fullmatch(r"[EW]\d{4}", code) for code in found)
    assert {one.severity for code, one in found.items() if code[0] == "E"} == {"error"}
    assert {one.severity for code, one in found.items() if code[0] == "W"} <= {"warning"}
    assert len({one.kind for one in found.values()}) == len(found)


def test_codes_are_explained_on_the_terminal() -> None:
    text = said("resnet-dsl explain e0402 E0105")
    assert re.findall(r"^error\[(\w+)\]$", text, re.MULTILINE) == ["E0402", "E0105"]
    assert "\n    add {\n" in text.replace("\n        ", "\n    ")
    assert max(map(len, text.splitlines())) <= 88
    assert len(re.findall(r"^(?:error|warning)\[", said("resnet-dsl explain --all"), re.MULTILINE)) == len(
        explanations()
    )


def test_codes_are_listed() -> None:
    listed = [line.split()[0] for line in said("resnet-dsl explain").splitlines()]
    assert listed == ["code", *explanations()]


def test_codes_as_json() -> None:
    (data,) = json.loads(said("resnet-dsl explain E0302 --json"))
    assert (data["code"], data["severity"], data["examples"][0]["language"]) == ("E0302", "error", "arch")
    assert [one["code"] for one in json.loads(said("resnet-dsl explain --json"))] == list(explanations())


def test_a_code_that_is_none() -> None:
    assert "there is no code `E0412`: did you mean `E0402`?" in said("resnet-dsl explain E0412")
    assert "`resnet-dsl explain` lists them" in said("resnet-dsl explain nothing")


def test_a_kind_of_others_may_have_no_example() -> None:
    class Bare(Finding):
        """Nothing is shown."""

        code = "W9999"

    explanation = explain(Bare)
    assert explanation.told(marked=True) == ""
    assert to_log([Bare(span=None, text="bare")], "1.0")["runs"][0]["tool"]["driver"]["rules"][0]["id"] == "W9999"


def test_the_page_begins_with_answers_of_the_cases() -> None:
    shown = re.findall(r"^<!-- (\w+) -->\n```text\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(shown) == 10
    for case, text in shown:
        answer = (CASES / f"{case}.err").read_text(encoding="utf-8")
        assert text == re.sub(r"\n\n1 file, .*$", "", answer.rstrip()), case


def test_lines_of_the_page_are_short() -> None:
    prose = re.sub(r"^```.*?^```$", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert max(len(line) for line in prose.splitlines() if not line.startswith("- [")) <= 120
