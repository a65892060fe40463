"""Fixtures for the tests of ops."""

from types import ModuleType

import pytest

from resnet_dsl.torchvision_import import import_torchvision


@pytest.fixture(scope="session")
def torchvision() -> ModuleType:
    """Torchvision, also where its compiled operators do not match the installed torch."""
    return import_torchvision()
