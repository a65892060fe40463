"""Standalone PyTorch source."""

from resnet_dsl.backends.core.backend import Backend
from resnet_dsl.backends.core.later import later

BACKENDS = (Backend("python", (".py",), "standalone PyTorch source", later("resnet_dsl.lowering.program", "emit")),)
