"""What tells networks apart by what they compute."""

import json
from hashlib import sha256
from typing import Any

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.serialise import to_json

UNTRAINED = ("place", "docstring")
"""Of the IR what says where something was written, or what it is about."""


def fingerprint(arch: Arch) -> str:
    """The SHA-256 of what is computed: of the IR without places and docstrings."""
    return sha256(json.dumps(_trained(json.loads(to_json(arch))), sort_keys=True).encode()).hexdigest()


def _trained(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _trained(value) for key, value in node.items() if key not in UNTRAINED}
    return [_trained(value) for value in node] if isinstance(node, list) else node
