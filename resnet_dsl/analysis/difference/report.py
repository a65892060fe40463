"""The difference of two networks, as text, as HTML and as data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from html import escape
from textwrap import wrap
from typing import Any

from resnet_dsl.analysis.cost import Cost
from resnet_dsl.analysis.difference.changes import (
    Change,
    ChangedCount,
    ChangedFlow,
    ChangedOrder,
    Renamed,
    ReplacedBlock,
)
from resnet_dsl.analysis.difference.keys import How, Keys, key_words
from resnet_dsl.analysis.difference.marks import BothMarks
from resnet_dsl.analysis.difference.places import Place, in_places

WIDTH = 120
INDENT = "    "
MANY = 10
"""From there on a growth is told as a factor."""
LITTLE = 0.2
"""Below which share of layers that have a counterpart two networks are said to have little in common."""


@dataclass(frozen=True)
class Side:
    """One of the two networks, in figures."""

    name: str
    cost: Cost
    depth: int

    @property
    def figures(self) -> dict[str, int]:
        """What is compared of it."""
        return {"parameters": self.cost.all_parameters, "multiply-adds": self.cost.macs, "depth": self.depth}


@dataclass(frozen=True)
class Difference:
    """What differs between two networks in meaning.

    It is false where nothing differs. It prints as text, shows itself in a notebook, and goes to JSON by `to_data`.
    `keys` compares the keys of `state_dict`. `blocks` are those that both networks
    have, `layers` is how many each op has in the one that has more. `marks` has for either network what to mark in a
    picture of it. `shared` is the greater share of layers that either network has a counterpart of in the other.
    """

    before: Side
    after: Side
    changes: tuple[Change, ...]
    keys: Keys
    blocks: tuple[Place, ...]
    layers: Mapping[str, int]
    marks: BothMarks
    shared: float

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def is_little(self) -> bool:
        """Whether the networks have so little in common that a list of what differs would tell nothing."""
        return self.shared < LITTLE

    def text(self, width: int = WIDTH, *, everything: bool = False) -> str:
        """Lines of text that keep to a width; with `everything` also where the networks have little in common."""
        if not self:
            return f"{self.heading}\n\nno difference"
        said = self._little() if self.is_little and not everything else self._changes()
        figures = [*self._figures(), *self._key_lines(), *self._names()]
        parts = (_wrapped(lines, width) for lines in (said, figures))
        return "\n\n".join([self.heading, *filter(None, parts)])

    @property
    def heading(self) -> str:
        """`resnet50 → resnet50_v1`."""
        return f"{self.before.name} → {self.after.name}"

    def __str__(self) -> str:
        return self.text()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        return {
            "before": {"name": self.before.name, **_data(self.before)},
            "after": {"name": self.after.name, **_data(self.after)},
            "same": not self,
            "shared": round(self.shared, 4),
            "changes": [change.to_data() for change in self.changes],
            "keys": self.keys.to_data(),
            "marks": self.marks.to_data(),
        }

    def _little(self) -> list[str]:
        return [f"little in common: {self.shared:.0%} of the layers have a counterpart (--all lists what differs)"]

    def _changes(self) -> list[str]:
        return [line for one in self.changes if not isinstance(one, Renamed) for line in self._lines(one)]

    def _lines(self, change: Change) -> Iterator[str]:
        layers = self.layers.get(change.of_op, 0)
        where = "" if isinstance(change, ChangedCount) else in_places(change.places, self.blocks, layers)
        match change:
            case ChangedFlow():
                yield from [where, *_arrow(change.before, change.after)]
                if change.activated:
                    yield f"{INDENT}what enters is activated already"
            case ReplacedBlock():
                yield " ".join(filter(None, [change.said(), where]))
                yield from _arrow(change.flow_before, change.flow_after)
            case ChangedOrder():
                yield " ".join(filter(None, [change.said(), where]))
                yield from (f"  {line}" for follow in change.follows for line in self._lines(follow))
            case _:
                yield " ".join(filter(None, [change.said(), where]))

    def _figures(self) -> Iterator[str]:
        pairs = zip(self.before.figures.items(), self.after.figures.values(), strict=True)
        for (name, before), after in pairs:
            share = "" if name == "depth" else _percent(before, after)
            yield f"{name:<15}{before:,}{', the same' if before == after else f' → {after:,}{share}'}"

    def _names(self) -> Iterator[str]:
        """Members that are called otherwise and have no keys that would tell it."""
        renamed = [one for one in self.changes if isinstance(one, Renamed) and not one.has_weights]
        if renamed and not self.is_little:
            count = sum(place.times for one in renamed for place in one.places)
            place = renamed[0].places[0]
            sample = f"{_full(place.before, renamed[0].before)} → {_full(place.after, renamed[0].after)}"
            yield (
                f"{'names':<15}{count:,} without weights {'is' if count == 1 else 'are'} called otherwise: {sample}"
                + (", …" if count > 1 else "")
            )

    def _key_lines(self) -> Iterator[str]:
        keys = self.keys
        if keys.same == keys.before == keys.after:
            yield f"{'keys':<15}all {keys.same:,} match"
            return
        yield f"{'keys':<15}{keys.same:,} match of {keys.before:,} → {keys.after:,}"
        if self.is_little:
            return
        one, other = self.before.name, self.after.name
        names = (one, other) if one != other else ("the first", "the second")
        titles: dict[How, str] = {
            "renamed": "renamed",
            "reshaped": "of another shape",
            "before": f"in {names[0]} only",
            "after": f"in {names[1]} only",
        }
        for how, title in titles.items():
            if keys.of(how):
                yield f"  {keys.count(how):,} {title}: {'; '.join(key_words(keys.of(how), self.blocks))}"


def _full(place: str, member: str) -> str:
    return f"{place}.{member}" if place else member


def _wrapped(lines: Iterable[str], width: int) -> str:
    return "\n".join(part for line in lines for part in _wrap(line, width))


def _wrap(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + len(INDENT))
    return wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _arrow(before: str, after: str) -> list[str]:
    return [f"{INDENT}{before}", f"{INDENT[:-2]}→ {after}"]


def _percent(before: int, after: int) -> str:
    if not before:
        return ""
    if after >= MANY * before:
        return f" (×{after / before:,.0f})"
    share = (after - before) / before * 100
    sign = "+" if share > 0 else "−"
    return f" ({sign}{abs(share):.1f}%)" if abs(share) >= 0.05 else f" ({sign}{abs(after - before):,})"


def _data(side: Side) -> dict[str, Any]:
    return asdict(side.cost) | {"depth": side.depth}
