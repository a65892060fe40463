"""Lints: those in this package's folder, and those that other packages offer."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

import resnet_dsl.checks
from resnet_dsl.checks.core.lint import Lint
from resnet_dsl.plugins import Plugins

GROUP = "resnet_dsl.checks"
_offered: list[Lint] = []


def lints() -> tuple[Lint, ...]:
    """All lints, in the order of their codes.

    Raises `PluginError` where another package's fail: a file that they have not seen is not checked.
    """
    _plugins.want_all()
    return tuple(sorted((*_own(), *_offered), key=lambda lint: lint.kind.code))


def refresh() -> None:
    """Forget the lints found, and look again through the folders of `resnet_dsl.checks`."""
    _own.cache_clear()
    _offered.clear()
    _plugins.forget()


@cache
def _own() -> tuple[Lint, ...]:
    package = resnet_dsl.checks
    names = [module.name for module in pkgutil.iter_modules(package.__path__) if not module.ispkg]
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    return tuple(lint for module in modules for lint in getattr(module, "LINTS", ()))


def _register(module: ModuleType) -> None:
    """Take the lints of another package, but for those with a code of one of our own."""
    own = {lint.kind.code for lint in _own()}
    _offered.extend(lint for lint in getattr(module, "LINTS", ()) if lint.kind.code not in own)


_plugins = Plugins(GROUP, _register)
