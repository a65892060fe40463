"""What other packages offer by entry points."""

from collections.abc import Callable
from threading import RLock
from typing import Any


class PluginError(ImportError):
    """What another package offers cannot be loaded; the message names the entry points."""


class Plugins:
    """A group of entry points, loaded at the first call; what fails is remembered, and all others are there.

    `register` takes what an entry point refers to.
    """

    def __init__(self, group: str, register: Callable[[Any], None]) -> None:
        self._group = group
        self._register = register
        self._lock = RLock()
        self._is_loaded = self._is_loading = False
        self._failures: dict[str, Exception] = {}

    def load(self) -> None:
        """Register what is offered; other threads wait for it, and a plug-in that asks as it is loaded does not."""
        with self._lock:
            if self._is_loaded or self._is_loading:
                return
            self._is_loading = True
            try:
                self._load()
                self._is_loaded = True
            finally:
                self._is_loading = False

    def want_all(self) -> None:
        """Load what is offered. Raises `PluginError` where that fails: what is wanted may be in there."""
        self.load()
        if self._failures:
            text = f"entry points of `{self._group}` cannot be loaded, update or uninstall their packages: "
            raise PluginError(text + "; ".join(self._failures)) from next(iter(self._failures.values()))

    def forget(self) -> None:
        """Look again at the next call."""
        with self._lock:
            self._is_loaded = False
            self._failures.clear()

    def _load(self) -> None:
        from importlib.metadata import entry_points

        for entry in entry_points(group=self._group):
            try:
                self._register(entry.load())
            except Exception as error:
                self._failures[f"`{entry.name} = {entry.value}` ({type(error).__name__}: {error})"] = error
