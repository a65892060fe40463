"""Backends by name: those in this package's folder, and those that other packages offer."""

import importlib
import pkgutil
from importlib.metadata import entry_points

import resnet_dsl.backends
from resnet_dsl.backends.core.backend import Backend, PictureBackend

GROUP = "resnet_dsl.backends"
NO_FORMS = ("core", "torch")
"""Not looked into: `torch` makes models, no texts or pictures, and imports torch."""
_found: dict[str, Backend | PictureBackend] = {}


def backends() -> dict[str, Backend]:
    """The backends that give a text, by name."""
    return {name: one for name, one in _all().items() if isinstance(one, Backend)}


def picture_backends() -> dict[str, PictureBackend]:
    """The backends that draw, by name."""
    return {name: one for name, one in _all().items() if isinstance(one, PictureBackend)}


def refresh() -> None:
    """Forget the backends found, and look again through the folders of `resnet_dsl.backends`."""
    _found.clear()
    for module in pkgutil.iter_modules(resnet_dsl.backends.__path__):
        if module.name not in NO_FORMS:
            _register(importlib.import_module(f"{resnet_dsl.backends.__name__}.{module.name}"))
    for entry in entry_points(group=GROUP):
        _register(entry.load())


def _all() -> dict[str, Backend | PictureBackend]:
    if not _found:
        refresh()
    return _found


def _register(module: object) -> None:
    for backend in getattr(module, "BACKENDS", ()):
        _found[backend.name] = backend
