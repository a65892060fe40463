"""A shell of IPython in this process, with the magics."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cells import BEGIN, Ran, Run
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A shell that works in an empty folder and keeps nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    made: Any = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    made.display_formatter.active_types = made.display_formatter.format_types
    yield made
    made.restore_sys_module_state()
    InteractiveShell.clear_instance()


@pytest.fixture
def run(shell: Any) -> Run:
    """A cell of a notebook that has begun as all do."""

    def run_cell(source: str) -> Ran:
        with capture_output() as captured:
            result = shell.run_cell(source)
        shown = [output.data for output in captured.outputs]
        if result.result is not None:
            shown.append(shell.display_formatter.format(result.result)[0])
        error = result.error_before_exec or result.error_in_exec
        return Ran(error, captured.stdout + captured.stderr, shown, shell.user_ns)

    begun = run_cell(BEGIN)
    assert begun == Ran(None, "", [], shell.user_ns)
    return run_cell
