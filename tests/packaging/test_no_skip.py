"""The switch of `tests/conftest.py`, in a test run of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SWITCH = Path(__file__).parents[1] / "conftest.py"
INSIDE = """
import pytest

@pytest.mark.skip(reason="no renderer here")
def test_marked(): ...

def test_skips(): pytest.skip("no compiler here")

@pytest.mark.xfail(reason="known")
def test_known(): assert False

def test_plain(): ...
"""
WHOLE_FILE = 'import pytest\npytest.importorskip("no_such_package")\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(SWITCH, tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_inside.py").write_text(INSIDE)
    (tmp_path / "test_whole_file.py").write_text(WHOLE_FILE)
    return tmp_path


def run(project: Path, file: str, switch: str) -> str:
    environment = {**os.environ, "RESNET_DSL_NO_SKIP": switch}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", file]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False).stdout


def test_skips_are_allowed_without_the_switch(project: Path) -> None:
    assert "1 passed, 2 skipped, 1 xfailed" in run(project, "test_inside.py", "")


def test_skips_fail_with_the_switch(project: Path) -> None:
    output = run(project, "test_inside.py", "1")
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in output
    assert "no renderer here" in output
    assert "no compiler here" in output


def test_a_file_that_skips_itself_fails_with_the_switch(project: Path) -> None:
    assert "1 error" in run(project, "test_whole_file.py", "1")
