"""What can have changed between two networks: a class for each kind, with what is said of it.

Equal changes at several places are one change. `said` is the statement without the places.
"""

from dataclasses import dataclass, fields
from re import sub
from typing import Any

from resnet_dsl.analysis.difference.places import Place, folded, listed
from resnet_dsl.analysis.wording import show


@dataclass(frozen=True, kw_only=True)
class Change:
    """One statement on what differs, and the places where it does: modules, or layers where the role says so."""

    places: tuple[Place, ...] = ()

    def said(self) -> str:
        """The statement."""
        raise NotImplementedError

    @property
    def of_op(self) -> str:
        """The op that it speaks of, where it is of one."""
        return str(getattr(self, "op", "") or getattr(self, "what", ""))

    def to_data(self) -> dict[str, Any]:
        """This as JSON values; `kind` is the name of the class: `moved_stride`."""
        own = {item.name: _plain(getattr(self, item.name)) for item in fields(self) if item.name != "places"}
        places = [{"before": one.before, "after": one.after, "times": one.times} for one in self.places]
        kind = sub(r"(?<!^)([A-Z])", r"_\1", type(self).__name__).lower()
        return {"kind": kind, "said": self.said(), **own, "places": places}


@dataclass(frozen=True, kw_only=True)
class ChangedInput(Change):
    """Another shape of the input."""

    before: tuple[int, ...]
    after: tuple[int, ...]

    def said(self) -> str:
        """`input 3×224×224 → 3×32×32`."""
        return f"input {_sizes(self.before)} → {_sizes(self.after)}"


@dataclass(frozen=True, kw_only=True)
class ChangedResults(Change):
    """Other names of the results, or another order of them; empty where a network has one result alone."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def said(self) -> str:
        """`results: logits, aux → one`."""
        return f"results: {', '.join(self.before) or 'one'} → {', '.join(self.after) or 'one'}"


@dataclass(frozen=True, kw_only=True)
class MovedStride(Change):
    """A stride that another convolution of the same module has."""

    stride: tuple[int, ...]
    source: str
    target: str

    def said(self) -> str:
        """`stride /2 moved from conv2 to conv1`."""
        return f"stride {_stride(self.stride)} moved from {self.source} to {self.target}"


@dataclass(frozen=True, kw_only=True)
class OfMembers(Change):
    """A change of members of the places; without `members` the places are the layers themselves."""

    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChangedArgument(OfMembers):
    """Another value of an argument.

    Several `values` are in one ratio; each is of as many of the places as `spread` says, in turn.
    """

    op: str
    argument: str
    values: tuple[tuple[Any, Any], ...]
    spread: tuple[int, ...] = ()

    @property
    def ratio(self) -> float | None:
        """The second value divided by the first, where both are numbers."""
        return _ratio(*self.values[0])

    def said(self) -> str:
        """`conv1, conv2: channels 64 → 128`, or `channels ×2 (64 → 128, 128 → 256)`."""
        of = _named(self.members, self.op) or self.op
        pairs = [f"{_value(self.argument, before)} → {_value(self.argument, after)}" for before, after in self.values]
        if len(pairs) == 1:
            return f"{of}: {self.argument} {pairs[0]}"
        return f"{of}: {self.argument} ×{self.ratio:g} ({', '.join(pairs)})"


@dataclass(frozen=True, kw_only=True)
class ReplacedOp(OfMembers):
    """Another op in the place of one."""

    before: str
    after: str

    def said(self) -> str:
        """`relu1: relu → silu`."""
        of = _named(self.members, "")
        return f"{of}{': ' if of else ''}{self.before} → {self.after}"


@dataclass(frozen=True, kw_only=True)
class ChangedInit(OfMembers):
    """Weights that begin otherwise."""

    op: str
    before: str
    after: str

    def said(self) -> str:
        """`bn2: initialisation torch's own → zeros`."""
        return f"{_named(self.members, self.op) or self.op}: initialisation {self.before} → {self.after}"


@dataclass(frozen=True, kw_only=True)
class OneSided(OfMembers):
    """What only one of the networks has."""

    what: str
    behind: str

    def _said(self, verb: str) -> str:
        of = listed(folded(self.members))
        return f"{f'{of}: ' if of not in ('', self.what) else ''}{self.what} {verb}" + (
            f" behind {self.behind}" if self.behind else ""
        )


@dataclass(frozen=True, kw_only=True)
class Added(OneSided):
    """What only the second network has."""

    def said(self) -> str:
        """`lrn1: lrn added behind maxpool1`."""
        return self._said("added")


@dataclass(frozen=True, kw_only=True)
class Removed(OneSided):
    """What only the first network has."""

    def said(self) -> str:
        """`dropout1: dropout removed`."""
        return self._said("removed")


@dataclass(frozen=True, kw_only=True)
class ChangedCount(Change):
    """How often something runs in a row, by the place."""

    what: str
    counts: tuple[tuple[int, int], ...]

    def said(self) -> str:
        """`basic ×2 → ×3 in layer1, ×4 → ×6 in layer2`."""
        named = [place.text for place in self.places] or [""]
        pairs = [
            f"×{before:,} → ×{after:,}{f' in {name}' if name else ''}"
            for name, (before, after) in zip(named, self.counts, strict=True)
        ]
        return f"{self.what} {', '.join(pairs)}"


@dataclass(frozen=True, kw_only=True)
class ReplacedBlock(Change):
    """Another block; `flow_before` and `flow_after` are what they run."""

    before: str
    after: str
    flow_before: str
    flow_after: str

    def said(self) -> str:
        """`block basic → bottleneck`."""
        return f"block {self.before} → {self.after}"


@dataclass(frozen=True, kw_only=True)
class ChangedOrder(Change):
    """Another order of convolution, normalisation, activation and addition, and what follows from it."""

    before: str
    after: str
    follows: tuple[Change, ...] = ()

    def said(self) -> str:
        """`order conv bn + relu → bn relu conv +`."""
        return f"order {self.before} → {self.after}"

    def to_data(self) -> dict[str, Any]:
        """This as JSON values, with those of what follows."""
        return super().to_data() | {"follows": [change.to_data() for change in self.follows]}


@dataclass(frozen=True, kw_only=True)
class ChangedFlow(Change):
    """Normalisations and activations at other places; `activated`: what enters the second one is activated already."""

    before: str
    after: str
    activated: bool = False

    def said(self) -> str:
        """`[conv bn relu conv bn | identity] relu → [bn relu conv bn relu conv | identity]`."""
        return f"{self.before} → {self.after}" + (" (what enters is activated already)" if self.activated else "")


@dataclass(frozen=True, kw_only=True)
class ChangedShortcut(Change):
    """Another shortcut."""

    before: str
    after: str

    def said(self) -> str:
        """`shortcut identity → projection (conv bn)`."""
        return f"shortcut {self.before} → {self.after}"


@dataclass(frozen=True, kw_only=True)
class ChangedDetail(Change):
    """Another way of joining arms, another value that is read, another side result."""

    what: str
    before: str
    after: str

    def said(self) -> str:
        """`join concat → add`."""
        return f"{self.what} {self.before} → {self.after}"


@dataclass(frozen=True, kw_only=True)
class Renamed(Change):
    """Another name of a member; `has_weights` says whether keys of `state_dict` have it in them."""

    before: str
    after: str
    has_weights: bool

    def said(self) -> str:
        """`conv1 is called stem`."""
        return f"{self.before} is called {self.after}"


def _named(members: tuple[str, ...], op: str) -> str:
    """Members by name, neighbours as one; one that is called by a number, with its op."""
    return listed(folded(f"{op} {member}".strip() if member.isdecimal() else member for member in members))


def _value(argument: str, value: Any) -> str:
    if argument == "stride":
        return _stride(value)
    return "unsaid" if value is None else show(value)


def _stride(stride: tuple[int, ...]) -> str:
    return f"/{stride[0]}" if len(set(stride)) == 1 else f"/{'×'.join(map(str, stride))}"


def _ratio(before: Any, after: Any) -> float | None:
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (before, after))
    return after / before if numbers and before else None


def _sizes(sizes: tuple[int, ...]) -> str:
    return "×".join(map(str, sizes))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
