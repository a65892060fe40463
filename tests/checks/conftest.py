"""What the lints say of a text."""

from collections.abc import Callable
from pathlib import Path

import pytest

import resnet_dsl as rd
from resnet_dsl.diagnostics.diagnostic import Diagnostic

Check = Callable[[str], tuple[Diagnostic, ...]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """The findings on a text that stands in a file."""

    def run(text: str) -> tuple[Diagnostic, ...]:
        path = tmp_path / "net.arch"
        path.write_text(text, encoding="utf-8")
        return rd.check(path)

    return run
