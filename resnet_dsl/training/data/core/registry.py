"""Data sets by name: those in this package's folder, and those that other packages offer."""

import importlib
import pkgutil
from types import ModuleType

import resnet_dsl.training.data
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.plugins import Plugins
from resnet_dsl.training.data.core.data import Data
from resnet_dsl.training.errors import SettingError

GROUP = "resnet_dsl.data"
CORE = "core"
_found: dict[str, Data] = {}


def data_sets() -> dict[str, Data]:
    """All data sets by name."""
    if not _found:
        package = resnet_dsl.training.data
        names = [module.name for module in pkgutil.iter_modules(package.__path__) if module.name != CORE]
        own = [importlib.import_module(f"{package.__name__}.{name}").DATA for name in names]
        _found.update({data.name: data for data in own})
    _plugins.load()
    return _found


def refresh() -> None:
    """Forget the data sets found, and look again through the folders of `resnet_dsl.training.data`."""
    _found.clear()
    _plugins.forget()


def find_data(text: str) -> tuple[Data, str]:
    """The data set of a name, and what stands behind the colon.

    Raises `SettingError`, and `PluginError` for an unknown name where another package's data sets fail.
    """
    name, _, of = text.partition(":")
    known = data_sets()
    if name not in known:
        _plugins.want_all()
        raise SettingError(f"there is no data set `{name}`: {suggest(name, known) or f'there are {shown_names()}'}")
    data = known[name]
    if bool(of) != bool(data.placeholder):
        raise SettingError(f"the data set is given as `{_shown(data)}`, and not as `{text}`")
    return data, of


def shown_names() -> str:
    """The data sets as they are given: `cifar10, digits, folder:PATH`."""
    return ", ".join(map(_shown, data_sets().values()))


def _shown(data: Data) -> str:
    return f"{data.name}:{data.placeholder}" if data.placeholder else data.name


def _register(module: ModuleType) -> None:
    """Take the data set of another package, unless its name is that of one that is there."""
    _found.setdefault(module.DATA.name, module.DATA)


_plugins = Plugins(GROUP, _register)
