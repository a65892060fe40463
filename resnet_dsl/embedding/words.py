"""Keys in few words."""

from __future__ import annotations

import re

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


def _run(head: str, first: int | None, last: int | None) -> str:
    if first is None:
        return head
    return f"{head}{first}" if first == last else f"{head}{first}-{last}"
