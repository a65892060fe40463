"""The notebooks in `examples/` run, and what they show is what is kept in them."""

from pathlib import Path

import nbformat
import pytest
from running import DRAWN, execute, outputs, read, tidy

NOTEBOOKS = sorted((Path(__file__).parents[2] / "examples").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_those_kept(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    executed = execute(path, tmp_path)
    if request.config.getoption("--update-golden"):
        nbformat.write(executed, path)
    for made, kept in zip(executed.cells, read(path).cells, strict=True):
        if made.cell_type == "code":
            assert outputs(made) == outputs(kept), f"cell `{made.id}`: `make docs` renews it"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_is_kept_that_differs_from_run_to_run(path: Path) -> None:
    assert read(path) == tidy(read(path))
    assert "0x" not in path.read_text(encoding="utf-8")


def test_there_is_a_notebook_with_a_picture_a_table_and_an_answered_mistake() -> None:
    kinds = {
        kind
        for cell in read(NOTEBOOKS[0]).cells
        for output in cell.get("outputs", ())
        for kind in output.get("data", ())
    }
    assert {DRAWN, "text/html", "text/markdown"} <= kinds
