"""With RESNET_DSL_NO_SKIP=1 a test that would be skipped fails: where everything must be there, nothing is left out.

`--update-golden` writes what is expected of outputs anew.

Of several test processes each computes in one thread: they would wait for each other otherwise.

What the package keeps between runs goes to a temporary folder, and what the user has kept is not read.
"""

import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType, ModuleType

import pytest

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
NO_SKIP = os.environ.get("RESNET_DSL_NO_SKIP") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what is expected of outputs anew")


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:  # workers have the environment of the process that starts them
        folder = TemporaryDirectory(prefix="resnet-dsl-")
        config.add_cleanup(folder.cleanup)
        os.environ["RESNET_DSL_CACHE"] = folder.name


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that it should be."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), "--update-golden writes it"
        assert path.read_text(encoding="utf-8") == text, "--update-golden renews it"

    return compare


@pytest.fixture
def calls() -> Callable[[Callable[[], object]], int]:
    """Count the Python functions that are called meanwhile: how much work it is, on any machine."""

    def count(work: Callable[[], object]) -> int:
        called = 0

        def profile(frame: FrameType, event: str, argument: object) -> None:
            nonlocal called
            called += event == "call"

        before = sys.getprofile()
        sys.setprofile(profile)
        try:
            work()
        finally:
            sys.setprofile(before)
        return called

    return count


@pytest.fixture(scope="session")
def torchvision() -> ModuleType:
    """Torchvision, also where its compiled operators do not match the installed torch."""
    from resnet_dsl.torchvision_import import import_torchvision

    return import_torchvision()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if not hasattr(report, "wasxfail"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NO_SKIP and report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason} (RESNET_DSL_NO_SKIP=1 allows no skip)"
