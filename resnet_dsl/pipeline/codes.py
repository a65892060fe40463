"""All codes: the kinds of finding that the stages of this package have, each with its explanation."""

import importlib
import pkgutil
from functools import cache
from inspect import getmembers, isclass
from types import ModuleType

from resnet_dsl import checks
from resnet_dsl.checks.core.registry import lints
from resnet_dsl.diagnostics import catalog
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.explanation import Explanation, explain

HOMES: tuple[ModuleType, ...] = (catalog, checks)
"""The packages whose modules hold kinds of finding; other packages offer lints besides."""


@cache
def explanations() -> dict[str, Explanation]:
    """The explanation of each code, sorted by code."""
    kinds = {kind for home in HOMES for kind in _kinds(home)} | {one.kind for one in lints()}
    return {kind.code: explain(kind) for kind in sorted(kinds, key=lambda kind: kind.code)}


def _kinds(home: ModuleType) -> list[type[Diagnostic]]:
    modules = [importlib.import_module(f"{home.__name__}.{one.name}") for one in pkgutil.iter_modules(home.__path__)]
    return [kind for module in modules for _, kind in getmembers(module, _is_kind)]


def _is_kind(member: object) -> bool:
    return isclass(member) and issubclass(member, Diagnostic) and "code" in vars(member)
