"""Backends by name: those in this package's folder, and those that other packages offer."""

import importlib
import pkgutil
from collections.abc import Callable

import resnet_dsl.backends
from resnet_dsl.backends.core.backend import Backend, PictureBackend

GROUP = "resnet_dsl.backends"
NO_FORMS = ("core", "torch")
"""Not looked into: `torch` makes models, no texts or pictures, and imports torch."""
_found: dict[str, Backend | PictureBackend] = {}
_offered: list[str] = []


def backends() -> dict[str, Backend]:
    """The backends that give a text, by name."""
    return {name: one for name, one in _all().items() if isinstance(one, Backend)}


def picture_backends() -> dict[str, PictureBackend]:
    """The backends that draw, by name."""
    return {name: one for name, one in _all().items() if isinstance(one, PictureBackend)}


def find_picture_backend(is_wanted: Callable[[PictureBackend], bool]) -> PictureBackend | None:
    """The first backend that draws and is wanted; other packages are searched where none of ours is."""
    for known in (_own, _all):
        for backend in known().values():
            if isinstance(backend, PictureBackend) and is_wanted(backend):
                return backend
    return None


def refresh() -> None:
    """Forget the backends found, and look again through the folders of `resnet_dsl.backends`."""
    _found.clear()
    _offered.clear()


def _own() -> dict[str, Backend | PictureBackend]:
    if not _found:
        for module in pkgutil.iter_modules(resnet_dsl.backends.__path__):
            if module.name not in NO_FORMS:
                _register(importlib.import_module(f"{resnet_dsl.backends.__name__}.{module.name}"))
    return _found


def _all() -> dict[str, Backend | PictureBackend]:
    _own()
    if not _offered:
        from importlib.metadata import entry_points

        _offered.append("")
        for entry in entry_points(group=GROUP):
            _offered.append(entry.name)
            _register(entry.load())
    return _found


def _register(module: object) -> None:
    for backend in getattr(module, "BACKENDS", ()):
        _found.setdefault(backend.name, backend)
