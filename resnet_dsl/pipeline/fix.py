"""What repairs itself: the edits that findings carry, applied to a file until none is left."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from resnet_dsl.diagnostics.diagnostic import Diagnostic, Edit
from resnet_dsl.resolve.files import LARGEST_FILE

MOST_PASSES = 50
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
Check = Callable[[Mapping[Path, str]], tuple[Diagnostic, ...]]
"""Finds what is wrong with a file, given its text by its path."""


@dataclass(frozen=True)
class Fixed:
    """A file as it was and as it becomes, the findings that were repaired, and those that remain."""

    path: Path
    before: bytes
    after: bytes
    done: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]


def fix(path: Path, check: Check) -> Fixed:
    """Repair what `check` finds in a file, in memory. Of edits that overlap the first is made, and then looked again.

    The ends of its lines stay as they are.
    """
    before = _read(path)
    after, done = before, list[Diagnostic]()
    for _ in range(MOST_PASSES):
        found = check({path: _text(after)} if done else {})
        chosen = list(_apart(one for one in found if _is_of(one, path)))
        if not chosen:
            return Fixed(path, before, after, tuple(done), found)
        after = _applied(after, [edit for one in chosen for edit in one.fix])
        done += chosen
    return Fixed(path, before, after, tuple(done), check({path: _text(after)}))


def _read(path: Path) -> bytes:
    """The bytes of a file; none where it cannot be read, which `check` reports."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError:
        return b""


def _is_of(finding: Diagnostic, path: Path) -> bool:
    return bool(finding.fix) and all(edit.span.file.name == str(path) for edit in finding.fix)


def _apart(findings: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """The findings whose edits do not touch those of one before."""
    taken: list[Edit] = []
    for finding in findings:
        if not any(_touch(edit, other) for edit in finding.fix for other in taken):
            taken += finding.fix
            yield finding


def _touch(one: Edit, other: Edit) -> bool:
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def _applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes of a file after edits of its text, in which every line ends with a newline alone."""
    mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
    text = data.decode("utf-8-sig")
    returns = [match.start() - count for count, match in enumerate(re.finditer("\r\n", text))]
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        start, end = (offset + bisect_left(returns, offset) for offset in (edit.span.start, edit.span.end))
        new = edit.text.replace("\n", "\r\n") if returns else edit.text
        text = text[:start] + new + text[end:]
    return mark + text.encode()
