"""Nearest names: what was probably meant, and what was meant without doubt."""

from collections.abc import Iterable
from re import escape, search

from resnet_dsl.diagnostics.aliases import ALIASES, UNWRITTEN, plain
from resnet_dsl.diagnostics.diagnostic import Edit
from resnet_dsl.source.file import Span


def suggest(name: str, known: Iterable[str]) -> str:
    """Help such as ``did you mean `conv`?``, with ties listed; empty where nothing is near."""
    if plain(name) in UNWRITTEN:
        return "what enters is never written: it follows from what stands before"
    names = nearest(name, known)
    return f"did you mean {' or '.join(f'`{near}`' for near in names)}?" if names else ""


def rename(name: str, known: Iterable[str], place: Span) -> tuple[Edit, ...]:
    """The edit that puts a name of this language where `place` has that of another; none where it is a guess."""
    meant = certain(name, known)
    found = search(rf"(?<!\w){escape(name)}(?!\w)", place.text) if meant else None
    if meant is None or found is None:
        return ()
    return (Edit(Span(place.file, place.start + found.start(), place.start + found.end()), meant),)


def certain(name: str, known: Iterable[str]) -> str | None:
    """The one known name that is meant: written in another case, or an alias; None where that is not plain."""
    names = set(known)
    same = [other for other in names if plain(other) == plain(name)] or list(ALIASES.get(plain(name), set()) & names)
    return same[0] if len(same) == 1 else None


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The known names within one edit (two from six letters on), only the nearest ones; what is certain alone."""
    known = sorted(set(known))
    meant = certain(name, known)
    if meant is not None:
        return [meant]
    reach = 2 if len(name) >= 6 else 1
    distances = {other: edit_distance(name.lower(), other.lower(), reach) for other in known}
    best = min(distances.values(), default=reach + 1)
    return [other for other in known if distances[other] == best] if best <= reach else []


def edit_distance(left: str, right: str, reach: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words; past `reach`, some larger one."""
    if abs(len(left) - len(right)) > reach:
        return reach + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
