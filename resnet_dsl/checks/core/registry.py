"""Lints: those in this package's folder, and those that other packages offer."""

import importlib
import pkgutil
from importlib.metadata import entry_points

import resnet_dsl.checks
from resnet_dsl.checks.core.lint import Lint

GROUP = "resnet_dsl.checks"
_found: list[Lint] = []


def lints() -> tuple[Lint, ...]:
    """All lints, in the order of their codes."""
    if not _found:
        refresh()
    return tuple(sorted(_found, key=lambda lint: lint.kind.code))


def refresh() -> None:
    """Forget the lints found, and look again through the folders of `resnet_dsl.checks`."""
    _found.clear()
    for module in pkgutil.iter_modules(resnet_dsl.checks.__path__):
        if not module.ispkg:
            _register(importlib.import_module(f"{resnet_dsl.checks.__name__}.{module.name}"))
    for entry in entry_points(group=GROUP):
        _register(entry.load())


def _register(module: object) -> None:
    _found.extend(getattr(module, "LINTS", ()))
