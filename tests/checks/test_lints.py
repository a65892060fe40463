"""Each lint on the networks in `cases/`: where a line ends in `# want CODE:COLUMN` it warns, and nowhere else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import resnet_dsl as rd
from resnet_dsl.checks.core.registry import lints
from resnet_dsl.checks.core.run import codes
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.explanation import explain
from resnet_dsl.source.bundled import bundled

Check = Callable[[str], tuple[Diagnostic, ...]]

CASES = [
    pytest.param(text, id=f"{path.stem}-{i}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.arch"))
    for i, text in enumerate(path.read_text(encoding="utf-8").split("# ---\n"), 1)
]
WANTED = re.compile(r"(?:# want|(?<=\d)) (W\d{4}):(\d+)")
KINDS = sorted({lint.kind for lint in lints()}, key=lambda kind: kind.code)
ROOT = Path(__file__).parents[2]
SENSIBLE = [*(ROOT / "tests/torch/networks").glob("*.arch"), *(ROOT / "tests/language/samples").glob("*.arch")]
DOUBTFUL = {"resnext50_32x4d": ["W0106"]}
"""What is said of files of other tests, and is true: a block that is not used."""


@pytest.mark.parametrize("text", CASES)
def test_a_lint_says_what_is_wanted_and_no_more(text: str, check: Check) -> None:
    wanted = [
        (match[1], number, int(match[2]))
        for number, line in enumerate(text.splitlines(), 1)
        for match in WANTED.finditer(line)
    ]
    assert [(one.code, *place(one)) for one in check(text)] == wanted


def place(finding: Diagnostic) -> tuple[int, int]:
    """Line and column."""
    assert finding.span is not None
    return finding.span.file.position(finding.span.start)


def test_every_lint_has_a_case() -> None:
    cases = "".join(str(case.values[0]) for case in CASES)
    assert {match[1] for match in WANTED.finditer(cases)} == {kind.code for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_its_examples_are_what_they_say(kind: type[Diagnostic], check: Check) -> None:
    mistake, repair = (fence.text for fence in explain(kind).examples)
    assert [one.code for one in check(mistake)] == [kind.code]
    assert check(repair) == ()


def test_findings_are_warnings_that_say_what_to_do(check: Check) -> None:
    for case in CASES:
        for one in check(str(case.values[0])):
            assert one.severity == "warning"
            assert one.help
            assert one.message[0] == one.message[0].lower()
            assert not one.message.endswith(".")


def test_codes_are_of_one_lint_each() -> None:
    assert codes() == {kind.code for kind in KINDS} | {"W0001"}
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("path", sorted(bundled("specs").rglob("*.arch")), ids=lambda path: path.stem)
def test_a_bundled_file_is_clean(path: Path) -> None:
    assert rd.check(path) == ()


@pytest.mark.parametrize("path", sorted(SENSIBLE), ids=lambda path: path.stem)
def test_sensible_files_are_clean(path: Path) -> None:
    assert [one.code for one in rd.check(path)] == DOUBTFUL.get(path.stem, [])
