"""What a piece of Python costs in a process of its own: processor time, and how much memory it has at most."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).parents[1]
PEAK = """
import re as _re
print("\\npeak", _re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""
"""Linux keeps the peak of a process; that of `getrusage` would begin with the memory of the process that starts it."""


@dataclass(frozen=True)
class Fresh:
    """Seconds of processor time, of the interpreter's start and of programs that it runs too, and peak MiB of memory.

    Processor time is nearly that on the clock where nothing else runs, and the same where something does.
    """

    seconds: float
    mebibytes: float


def run_fresh(snippet: str, folder: Path, rounds: int = 3) -> Fresh:
    """The least of some runs, in `folder`, each in a new process of one thread.

    The first leaves compiled modules behind, of the checkout too, as an installation has them of all packages.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", f"{snippet}\n{PEAK}"]
    found = []
    for _ in range(rounds):
        start = _children()
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        seconds = _children() - start
        assert done.returncode == 0, done.stderr
        found.append(Fresh(seconds, int(done.stdout.rsplit("peak", 1)[1]) / 1024))
    return Fresh(min(one.seconds for one in found), min(one.mebibytes for one in found))


def _children() -> float:
    """The processor seconds of all processes that were started from here and have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
