"""Where a change is, as places and in words: `in all 16 blocks but layer1.0`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from re import fullmatch

from resnet_dsl.analysis.difference.edits import Site
from resnet_dsl.analysis.difference.names import path_text

MOST_NAMED = 8
SAMPLES = 3
FEW = 2


@dataclass(frozen=True)
class Place:
    """A module or a layer, by its names in both networks; empty where it is not there, and for the whole network.

    `times` is how many of them it stands for, `role` is that of a module, or `layer`.
    """

    before: str
    after: str
    times: int
    role: str

    @property
    def text(self) -> str:
        """Its name in the second network, or in the one that has it."""
        return self.after or self.before


def place_of(site: Site) -> Place:
    """The place of a module."""
    return Place(path_text(site.before), path_text(site.after), site.times, site.role)


def in_places(places: Sequence[Place], blocks: Sequence[Place] = (), layers: int = 0) -> str:
    """Places in words; empty for the network itself.

    `blocks` are all of the network, `layers` is how many layers it has of the op that is spoken of.
    """
    named = [place for place in places if place.text]
    if not named:
        return ""
    count, noun = sum(place.times for place in named), _noun(named)
    if count == 1:
        return f"in {named[0].text}"
    texts = folded(place.text for place in named)
    if noun == "block" and count > FEW:
        but = [place for place in blocks if place.text not in {one.text for one in named}]
        others = folded(place.text for place in but)
        total = sum(place.times for place in blocks)
        if count + sum(place.times for place in but) == total and len(others) <= FEW:
            return f"in all {total:,} blocks{f' but {listed(others)}' if but else ''}"
    if noun == "layer" and count == layers:
        return f"in all {count:,} layers"
    if len(texts) > MOST_NAMED:
        return f"in {count:,} {noun}s such as {', '.join(texts[:SAMPLES])}"
    return f"in {count:,} {noun}s: {', '.join(texts)}"


def listed(texts: Sequence[str]) -> str:
    """Texts in a row, the first of many."""
    more = [f"and {len(texts) - MOST_NAMED:,} more"] if len(texts) > MOST_NAMED + 1 else []
    return ", ".join([*(texts[:MOST_NAMED] if more else texts), *more])


def folded(texts: Iterable[str]) -> list[str]:
    """Names, neighbours as one: `layer1.0` and `layer1.1-2` are `layer1.0-2`."""
    found: list[str] = []
    for text in dict.fromkeys(texts):
        joined = _joined(found[-1], text) if found else ""
        if joined:
            found[-1] = joined
        else:
            found.append(text)
    return found


def _joined(left: str, right: str) -> str:
    one, other = (fullmatch(r"(.*?)(\d+)(?:-(\d+))?", text) for text in (left, right))
    if one and other and one[1] == other[1] and int(one[3] or one[2]) + 1 == int(other[2]):
        return f"{one[1]}{one[2]}-{other[3] or other[2]}"
    return ""


def _noun(places: Sequence[Place]) -> str:
    roles = {place.role for place in places}
    (role,) = roles if len(roles) == 1 else ("place",)
    return role if role in ("block", "stage", "layer") else "place"
