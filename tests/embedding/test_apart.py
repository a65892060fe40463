"""Pairs in `apart/` are refused as the file beside each says: the first difference, in both files, and why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from growing import APART

import resnet_dsl as rd
from resnet_dsl.cli.main import cli
from resnet_dsl.source.bundled import bundled

Golden = Callable[[Path, str], None]


@pytest.mark.parametrize("path", APART, ids=lambda path: path.stem)
def test_a_refusal(path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    specs = [f"{path.name}:{side}" for side in ("small", "large")]
    result = CliRunner().invoke(cli, ["embed", *specs, "--plan"], prog_name="resnet-dsl")
    assert (result.exit_code, result.stdout) == (1, "")
    golden(path.with_suffix(".err"), result.stderr.replace(str(bundled("specs")), "<specs>"))


def test_loaded_networks_have_places_without_their_text() -> None:
    with pytest.raises(rd.ArchError) as error:
        rd.embed(rd.load("resnet34"), rd.load("resnet50"), random=1)
    (found,) = error.value.diagnostics
    assert found.code == "E0901"
    assert found.span is None
    assert "residual.arch:12:9" in found.notes[0]
    assert "resnet34.arch:16:19" in found.notes[0]
    assert "residual.arch:24:9" in found.notes[1]


def test_every_refusal_has_its_pair() -> None:
    answers = {path.stem for path in APART[0].parent.glob("*.err")}
    assert answers == {path.stem for path in APART}
