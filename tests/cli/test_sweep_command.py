"""The command `sweep`, and `compare --runs`: what they print, how they end, and what is said to a mistake."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
SPEC = "arch small(classes = 10, width = 4) { input 1x8x8; conv 3x3, width; global_avgpool; flatten; linear classes }"
QUICK = ("--iterations", "1", "--batch", "256", "-o", "out")


@pytest.fixture(autouse=True)
def spec(tmp_path: Path) -> None:
    (tmp_path / "small.arch").write_text(SPEC, encoding="utf-8")


def test_a_sweep_and_its_runs(run: Run) -> None:
    first = run("sweep", "small.arch", "-p", "width=2,0", *QUICK, "--json")
    assert first.exit_code == 1, first.output
    good, bad = json.loads(first.stdout)["rows"]
    assert (good["values"], good["finished"], bad["finished"]) == ({"width": "2"}, 1, 0)
    assert first.stderr.splitlines()[1].startswith("1/1  small.arch width=2 seed 0: best ")
    again = run("sweep", "small.arch", "-p", "width=2", *QUICK, "--markdown")
    assert again.exit_code == 0, again.output
    assert again.stdout.splitlines()[2].startswith("| small.arch | 2 | 50 |")
    assert again.stderr == "1 trial in `out`, 1 of them finished before\n"
    compared = run("compare", "--runs", "out")
    assert compared.exit_code == 0, compared.output
    assert "measured in trainings" in compared.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep"], "Missing argument '[SPEC]...'"),
        (["sweep", "small.arch", "-p", "width=1,,2"], "`1,,2` has a comma with no value beside it"),
        (["sweep", "small.arch", "--backend", "daskk"], "did you mean `dask`?"),
        (["sweep", "small.arch", "--set", "lerning_rate=1"], "did you mean `learning_rate`?"),
        (["compare"], "a SPEC is missing"),
        (["compare", "--runs", "none"], "there is no folder `none`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_wish(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert said in " ".join(result.output.split()).replace("SPEC...", "[SPEC]...")
