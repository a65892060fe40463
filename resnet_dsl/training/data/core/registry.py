"""Data sets by name: those in this package's folder, and those that other packages offer."""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points

import resnet_dsl.training.data
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.training.data.core.data import Data
from resnet_dsl.training.errors import SettingError

GROUP = "resnet_dsl.data"
CORE = "core"


@cache
def data_sets() -> dict[str, Data]:
    """All data sets by name."""
    package = resnet_dsl.training.data
    names = [module.name for module in pkgutil.iter_modules(package.__path__) if module.name != CORE]
    found = [importlib.import_module(f"{package.__name__}.{name}").DATA for name in names]
    found += [entry.load().DATA for entry in entry_points(group=GROUP)]
    return {data.name: data for data in found}


def find_data(text: str) -> tuple[Data, str]:
    """The data set of a name, and what stands behind the colon. Raises `SettingError`."""
    name, _, of = text.partition(":")
    known = data_sets()
    if name not in known:
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
