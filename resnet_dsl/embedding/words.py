"""Keys in few words."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_SHOWN = 8
LAST_NUMBER = re.compile(r"(.*\.|)(\d+)$")


def folded(keys: list[str]) -> str:
    """Keys in their order, neighbours that only count on as one: ``layer3.2-5``; of many, the first few."""
    runs: list[tuple[str, int | None, int | None]] = []
    for key in keys:
        match = LAST_NUMBER.fullmatch(key)
        head, number = (match[1], int(match[2])) if match else (key, None)
        if runs and number is not None and runs[-1][0] == head and runs[-1][2] == number - 1:
            runs[-1] = (head, runs[-1][1], number)
        else:
            runs.append((head, number, number))
    shown = ", ".join(f"`{_run(*run)}`" for run in runs[:MOST_SHOWN])
    return f"{shown} and {len(runs) - MOST_SHOWN} more" if len(runs) > MOST_SHOWN else shown


def members(keys: Iterable[str]) -> list[str]:
    """Keys by their modules, modules with the same members together: `bn1`, `bn2` of `layer1.3-8`."""
    modules: dict[str, list[str]] = {}
    for key in keys:
        module, _, name = key.rpartition(".")
        modules.setdefault(module, []).append(name)
    texts = []
    for names in dict.fromkeys(map(tuple, modules.values())):
        alike = folded([module for module, own in modules.items() if tuple(own) == names and module])
        texts.append(f"{', '.join(f'`{name}`' for name in names)}{f' of {alike}' if alike else ''}")
    return texts


def _run(head: str, first: int | None, last: int | None) -> str:
    if first is None:
        return head
    return f"{head}{first}" if first == last else f"{head}{first}-{last}"
