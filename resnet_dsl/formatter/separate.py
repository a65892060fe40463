"""Empty lines between declarations: one, and none between imports."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from resnet_dsl.formatter.document import Entry, Statement


def separate(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of a file with the empty lines that belong between them; comments stay with what they stand at."""
    above: Statement | None = None
    waiting: list[Entry] = []
    for entry in entries:
        waiting.append(entry)
        if isinstance(entry, Statement):
            yield from _spaced(above, waiting, entry) if above else waiting
            above, waiting = entry, []
    yield from waiting


def _spaced(above: Statement, between: list[Entry], below: Statement) -> list[Entry]:
    first, *rest = between
    if above.kind == below.kind == "IMPORT":
        return [replace(first, blank_before=bool(rest) and first.blank_before), *rest]
    is_apart = any(entry.blank_before for entry in between)
    return [replace(first, blank_before=first.blank_before or not is_apart), *rest]
