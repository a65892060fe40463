"""Trials side by side: joblib, with whatever it can send work to."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from joblib import Parallel, delayed, parallel_config
from joblib.parallel import BACKENDS as REGISTERED

from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.sweep.trial import Ended, Trial, run_trial

DASK = "dask"
BACKENDS: dict[str, tuple[str, str]] = {
    "loky": ("", ""),
    DASK: ("distributed", "dask[distributed]"),
    "ray": ("ray.util.joblib", "ray"),
    "spark": ("joblibspark", "joblibspark"),
}
"""The module and the package that each backend needs besides joblib."""
SHARED = ("threading", "sequential", "multiprocessing")
"""Backends that do not run trials in processes of their own, begun anew."""
SCHEDULER = "DASK_SCHEDULER_ADDRESS"


def check_backend(backend: str) -> None:
    """Raise `SettingError` for a backend that there is not, or that cannot run trainings; register the others."""
    if backend in SHARED:
        raise SettingError(f"the backend `{backend}` would train in one process at once: take {_listed()}")
    if backend not in BACKENDS:
        if backend in REGISTERED:
            return
        help = suggest(backend, BACKENDS) or f"there are {_listed()}, and what is registered with joblib"
        raise SettingError(f"there is no backend `{backend}`: {help}")
    module, package = BACKENDS[backend]
    try:
        found = import_module(module) if module else None
    except ImportError:
        raise SettingError(f"the backend `{backend}` needs {package}: `pip install '{package}'`") from None
    register: Callable[[], Any] = getattr(found, f"register_{backend}", lambda: None)
    register()


def run_trials(trials: Iterable[Trial], jobs: int, backend: str) -> Iterator[Ended]:
    """Run trials and give each as it ends; with one job and joblib's own backend, in this process.

    Raises `SettingError` where the backend cannot begin.
    """
    with _configured(backend, jobs):
        made = Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1, pre_dispatch="n_jobs")
        ended: Iterator[Ended] = made(delayed(run_trial)(trial) for trial in trials)
    yield from ended


@contextmanager
def _configured(backend: str, jobs: int) -> Iterator[None]:
    address = os.environ.get(SCHEDULER) if backend == DASK else None
    options = {"scheduler_host": address} if address else {}
    try:
        with parallel_config(backend=backend, n_jobs=jobs, **options):
            yield
    except (ValueError, OSError) as error:
        help = f"; give the address of a scheduler in `{SCHEDULER}`" if backend == DASK and not address else ""
        reason = str(error).strip().splitlines()[0]
        raise SettingError(f"the backend `{backend}` cannot begin: {reason}{help}") from None


def _listed() -> str:
    return ", ".join(f"`{name}`" for name in BACKENDS)
