"""A table and a picture, each from a process that begins with nothing: here, and by the tools that run a model."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Note
from fresh import run_fresh

NAMES = ("resnet50", "resnet152")
MODEL = """
import torch
from resnet_dsl.torchvision_import import import_torchvision
with torch.device("{device}"):
    model = import_torchvision().models.get_model("{name}").eval()
"""
OURS = """
import sys
sys.modules["interegular"] = None  # of the tests: Lark would check the grammar with it, and no installation has it
import resnet_dsl as rd
"""
VIEW = f"""{MODEL}
from torchview import draw_graph
graph = draw_graph(model, input_size=(1, 3, 224, 224), device="meta").visual_graph
"""
TABLES = {
    "rd.summary": OURS + "print(rd.summary('{name}'))",
    "torchinfo": MODEL + "import torchinfo; torchinfo.summary(model, (1, 3, 224, 224), device='{device}', verbose=1)",
}
TABLES_OF = [("rd.summary", ""), ("torchinfo", "cpu"), ("torchinfo", "meta")]
PICTURES = {
    "dot": {
        "rd.draw": OURS + "rd.draw('{name}').save('net.dot')",
        "torchview": VIEW + "open('net.dot', 'w').write(graph.source)",
    },
    "svg": {
        "rd.draw": OURS + "rd.draw('{name}').save('net.svg')",
        "torchview": VIEW + "graph.render('net', format='svg')",
    },
}


@pytest.mark.parametrize(("whose", "device"), TABLES_OF)
@pytest.mark.parametrize("name", NAMES)
def test_table(benchmark: Any, note: Note, tmp_path: Path, name: str, whose: str, device: str) -> None:
    snippet = TABLES[whose].format(name=name, device=device)
    cost = benchmark.pedantic(run_fresh, (snippet, tmp_path), rounds=1)
    note(f"the table of {name}", f"{whose}, {device} device" if device else whose, cost)


@pytest.mark.parametrize("whose", ["rd.draw", "torchview"])
@pytest.mark.parametrize("form", PICTURES)
@pytest.mark.parametrize("name", NAMES)
def test_picture(benchmark: Any, note: Note, tmp_path: Path, name: str, form: str, whose: str) -> None:
    snippet = PICTURES[form][whose].format(name=name, device="meta")
    cost = benchmark.pedantic(run_fresh, (snippet, tmp_path), rounds=1)
    note(f"the picture of {name} as {form.upper()}", whose, cost)
    assert (tmp_path / f"net.{form}").stat().st_size
