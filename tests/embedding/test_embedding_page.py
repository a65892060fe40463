"""What docs/embedding.md shows is true."""

import re
from pathlib import Path

import pytest
from test_nested import ORDERS

import resnet_dsl as rd

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
CASE = ROOT / "tests" / "errors" / "cases" / "embed_another_block.err"
SHOWN = re.findall(r"^```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_report() -> None:
    report = str(rd.embed("resnet18", "resnet34", random=1, seed=1).report)
    assert f"{report}\n" == SHOWN[0]


def test_the_refusal() -> None:
    assert CASE.read_text(encoding="utf-8").replace("<specs>", "specs") == SHOWN[2]


@pytest.mark.parametrize("order", ORDERS)
def test_the_orders(order: str) -> None:
    (row,) = re.findall(rf"^\| `{re.escape(order)}` .*$", PAGE, re.MULTILINE)
    *_, in_training, learns = (cell.strip() for cell in row.strip("|").split("|"))
    assert (in_training.startswith("yes"), learns == "yes") == (
        ORDERS[order][0] == "same in training",
        ORDERS[order][1] == "all learn",
    )
