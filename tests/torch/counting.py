"""Summaries from a process that cannot import torch."""

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

COUNT = """
import json, sys

class NoTorch:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "torchvision", "numpy"):
            raise ImportError(f"{name} is not to be imported")

sys.meta_path.insert(0, NoTorch())
import resnet_dsl as rd

for spec, options in json.load(sys.stdin):
    print(json.dumps(rd.summary((rd.loads if " " in spec else rd.load)(spec, **options), depth=1).to_data()))
"""


def summaries(wanted: Iterable[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The summary of each network, as data; a network is a spec or a text, and its parameters."""
    command = [sys.executable, "-W", "error", "-c", COUNT]
    run = subprocess.run(command, input=json.dumps(list(wanted)), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return list(map(json.loads, run.stdout.splitlines()))
