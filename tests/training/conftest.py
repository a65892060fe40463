"""A network small enough to be trained in a test, and runs of trainings."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resnet_dsl as rd
from resnet_dsl.training.outcome import Outcome

ROOT = Path(__file__).parents[2]
TINY = '''"""A residual network small enough for tests."""

import blocks.residual (basic)

arch tiny(classes = 10, rate = 0.1) {
    input 3x8x8
    order conv bn + relu

    conv 3x3, 8
    stage layer1: basic 8       x1
    stage layer2: basic 16, /2  x1

    global_avgpool
    flatten
    dropout rate
    fc: linear classes
}

arch tiny_gn extends tiny {
    order conv gn(4) + relu
}
'''
Script = Callable[..., "subprocess.CompletedProcess[str]"]
Train = Callable[..., Outcome]


@pytest.fixture(scope="session")
def tiny_text() -> str:
    """The file of a small network with batch normalisation and dropout, and one with group normalisation."""
    return TINY


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """The spec of a small network with batch normalisation and dropout; `tiny_gn` stands in the same file."""
    path = tmp_path / "tiny.arch"
    path.write_text(TINY, encoding="utf-8")
    return f"{path}:tiny"


@pytest.fixture
def train(tiny: str, tmp_path: Path) -> Train:
    """Train the small network on digits, quietly; `settings` as keywords, the rest as `options`."""

    def run(out: str = "run", options: dict[str, Any] | None = None, **settings: Any) -> Outcome:
        chosen: dict[str, Any] = {"data": "digits", "progress": False, "out": tmp_path / out} | (options or {})
        outcome: Outcome = rd.train(chosen.pop("spec", tiny), settings=settings, **chosen)
        return outcome

    return run


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Python in a process of its own."""

    def run(text: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        path = tmp_path / "script.py"
        path.write_text(text, encoding="utf-8")
        return subprocess.run(
            [sys.executable, str(path), *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=240,
        )

    return run
