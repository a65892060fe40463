"""`docs/notebook.md`: its cells run in their order and do as it says."""

import re
from pathlib import Path

import pytest
from cells import BEGIN, Run

from resnet_dsl.notebook.options import cell_options

PAGE = (Path(__file__).parents[2] / "docs/notebook.md").read_text(encoding="utf-8")
CELLS = re.findall(r"^```ipython\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", PAGE, re.M | re.S)


def test_cells_do_as_they_say(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert len(CELLS) == PAGE.count("```ipython")
    assert CELLS[0] == (BEGIN, "")
    for cell, answer in CELLS[1:]:
        ran = run(cell)
        assert bool(ran.error) == bool(answer), cell
        assert ran.printed == answer
    names = ("small", "small_preact", "other", "hundred", "large")
    assert [str(ran.variables[name].output) for name in names] == ["10", "10", "16x16x16", "100", "1000"]


def test_every_option_is_in_the_table() -> None:
    parts = set(re.findall(r"^\| `([-\w]+)", PAGE.partition("| in the line")[2], re.M))
    assert parts == {"NAME", *re.findall(r"^  (-\w|--\w+)", cell_options().format_help(), re.M)}
