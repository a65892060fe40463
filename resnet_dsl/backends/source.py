"""Standalone PyTorch source."""

from resnet_dsl.backends.core.backend import Backend
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.lowering.program import lower


def emit(arch: Arch) -> str:
    """The text of a Python file that imports nothing but torch."""
    return lower(arch).text


BACKENDS = (Backend("python", (".py",), "standalone PyTorch source", emit),)
