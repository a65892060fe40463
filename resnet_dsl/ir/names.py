"""Rules N1 to N3: what the members of a module are called."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from re import fullmatch

from resnet_dsl.ir.nodes import Layer, Module, Node, Read, Repeat

Member = Layer | Module


@dataclass
class Counter:
    """How far the counting of names has come in one module."""

    numbered: bool
    position: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def name(self, member: Member) -> str:
        """The name of the next member.

        A label that is what counting would have given takes that count: behind `conv1: conv 7x7, 64` an unlabelled
        convolution is `conv2`.
        """
        position = self.position
        self.position += 1
        if member.name is not None:
            self._take(member.name)
            return member.name
        if self.numbered:
            return str(position)
        count = self.counts[member.counted] = self.counts.get(member.counted, 0) + 1
        return f"{member.counted}{count}"

    def _take(self, label: str) -> None:
        match = fullmatch(r"(.*?)([1-9][0-9]*)", label)
        if match and int(match[2]) == self.counts.get(match[1], 0) + 1:
            self.counts[match[1]] = int(match[2])

    def copy(self) -> "Counter":
        """A counter that has come as far."""
        return Counter(self.numbered, self.position, dict(self.counts))

    def skip(self, before: "Counter", times: int) -> None:
        """Count as if what was counted since `before` came `times` times more."""
        self.position += (self.position - before.position) * times
        for key, count in self.counts.items():
            self.counts[key] = count + (count - before.counts.get(key, 0)) * times


def members(module: Module, *, most: int | None = None) -> Iterator[tuple[str, Member]]:
    """The members of a module with their names, in the order of registration.

    Repeats are run through; with `most`, only so many runs of each, and the names go on behind as if all had been.
    """
    return _walk(module.nodes, Counter(module.numbered), most)


def _walk(nodes: tuple[Node, ...], counter: Counter, most: int | None) -> Iterator[tuple[str, Member]]:
    for node in nodes:
        match node:
            case Layer() | Module():
                yield counter.name(node), node
            case Repeat():
                yield from _runs(node, counter, most)
            case Read():
                pass
            case _:
                yield from _walk(node.nodes, counter, most)


def _runs(repeat: Repeat, counter: Counter, most: int | None) -> Iterator[tuple[str, Member]]:
    runs = repeat.count if most is None else min(most, repeat.count)
    before = counter.copy()
    for _ in range(runs):
        before = counter.copy()
        yield from _walk(repeat.nodes, counter, most)
    if repeat.count > runs:
        counter.skip(before, repeat.count - runs)
