"""Backends by name: those in this package's folder, and those that other packages offer."""

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType

import resnet_dsl.backends
from resnet_dsl.backends.core.backend import Backend, PictureBackend
from resnet_dsl.plugins import Plugins

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


def find_picture_backend(is_wanted: Callable[[PictureBackend], bool]) -> PictureBackend | None:
    """The first backend that draws and is wanted; other packages are searched where none of ours is."""
    for known in (_own, _all):
        for backend in known().values():
            if isinstance(backend, PictureBackend) and is_wanted(backend):
                return backend
    return None


def want_all() -> None:
    """What is asked for where a name means nothing. Raises `PluginError` where another package's backends fail."""
    _plugins.want_all()


def refresh() -> None:
    """Forget the backends found, and look again through the folders of `resnet_dsl.backends`."""
    _found.clear()
    _plugins.forget()


def _own() -> dict[str, Backend | PictureBackend]:
    if not _found:
        names = [module.name for module in pkgutil.iter_modules(resnet_dsl.backends.__path__)]
        modules = [
            importlib.import_module(f"{resnet_dsl.backends.__name__}.{name}") for name in names if name not in NO_FORMS
        ]
        _found.update({one.name: one for module in modules for one in getattr(module, "BACKENDS", ())})
    return _found


def _all() -> dict[str, Backend | PictureBackend]:
    _own()
    _plugins.load()
    return _found


def _register(module: ModuleType) -> None:
    """Take the backends of another package, but for those with the name of one that is there."""
    for backend in getattr(module, "BACKENDS", ()):
        _found.setdefault(backend.name, backend)


_plugins = Plugins(GROUP, _register)
