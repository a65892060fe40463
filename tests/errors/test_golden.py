"""Every mistake in `cases/` is answered as the file beside it says, and every code has one.

`NAME.arch` is checked; `NAME.console` holds a command, and `NAME.python` statements, for what is no mistake of a file.
`NAME.err` is what is said. In `NAME.json`, `NAME.github` and `NAME.sarif` it is said in another format.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from answering import CASES, HEAD, examples, network, raised, said

import resnet_dsl
from resnet_dsl.pipeline.codes import explanations
from resnet_dsl.source.bundled import bundled

Golden = Callable[[Path, str], None]
FILES = sorted(CASES.glob("*.arch"))
OTHERS = sorted(path for suffix in ("console", "python") for path in CASES.glob(f"*.{suffix}"))
FORMATS = sorted(path for suffix in ("json", "github", "sarif") for path in CASES.glob(f"*.{suffix}"))
ERRORS = sorted(CASES.glob("*.err"))
OFFLINE = "weights_unreachable"


def shown(text: str) -> str:
    """A text without what is of this machine."""
    version = f'"semanticVersion": "{resnet_dsl.__version__}"'
    return text.replace(str(bundled("specs")), "<specs>").replace(version, '"semanticVersion": "…"').rstrip() + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_answered(path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    golden(path.with_suffix(".err"), shown(said(f"resnet-dsl check {path.name}")))


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.name)
def test_a_file_is_answered_in_another_format(path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    golden(path, shown(said(f"resnet-dsl check {path.stem}.arch --format {path.suffix[1:]}")))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_a_command_is_answered(path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(examples())
    with network(works=path.stem != OFFLINE):
        golden(path.with_suffix(".err"), shown(_answer(path)))


def _answer(path: Path) -> str:
    text = path.read_text(encoding="utf-8").strip()
    return said(text) if path.suffix == ".console" else raised(text)


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    codes = {path.stem: HEAD.findall(path.read_text(encoding="utf-8")) for path in ERRORS}
    assert {code for found in codes.values() for code in found} == set(explanations())
    assert all(codes.values())
    assert set(codes) == {path.stem for path in (*FILES, *OTHERS)}
    assert {path.suffix for path in FORMATS} == {".json", ".github", ".sarif"}
    assert {path.stem for path in FORMATS} <= set(codes)


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_nothing_of_the_inside_is_said(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    kinds = {one.kind for one in explanations().values()}
    inside = kinds | {"__ANON", "NoneType", "Traceback", "resnet_dsl.", "object at 0x"}
    inside |= {"Problem", "Unknown", "OpValue", "BlockValue", "LiteralString"}
    assert not [word for word in inside if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
