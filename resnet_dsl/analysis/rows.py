"""The rows of a summary: the tree of the network, folded as the file is.

A repeat is one row for all of its runs, so that there are as many rows as the file has parts, however often they run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from re import fullmatch

from resnet_dsl.analysis.cost import cost
from resnet_dsl.analysis.positions import Part, Position
from resnet_dsl.analysis.receptive import Field
from resnet_dsl.analysis.wording import holds_layers, layers_wording, marks, parts_wording, wording
from resnet_dsl.ir.names import Counter, Member, advance
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Repeat, Residual, Sequence
from resnet_dsl.ops.core.op import CONVOLUTION
from resnet_dsl.ops.core.shape import Shape

Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Row:
    """One part of a network, or all runs of a repeated one.

    `name` is its key (`layer1.1-2` for two runs; `conv1…` for the first of several), empty for what has none. Costs are
    of all `times` runs, and of all runs of what it stands in; the receptive field is that behind the last run. `level`
    is how deep it stands, from 1, and `position` where in the network.

    A summary adds the `share` of the multiply-adds (None for what runs in training only), and in bytes the `memory` of
    the results and what is `saved` for the backward pass; of these and of the receptive field None is unknown.
    """

    level: int
    name: str
    layer: str
    output: Shape
    parameters: int
    macs: int
    position: Position
    times: int = 1
    training_only: bool = False
    marks: tuple[str, ...] = ()
    share: float | None = None
    memory: int | None = None
    saved: int | None = None
    field: Field | None = None


@dataclass(frozen=True)
class Place:
    """Where rows stand: their level, the name of what they are in, and what all of them are multiplied with.

    `most` is the level down to which everything is opened; None opens stages and other modules at the top, no blocks.
    """

    most: int | None
    level: int = 1
    prefix: str = ""
    times: int = 1
    first_of: bool = False
    """Whether members have other names in the other runs of a repeat around them."""

    def opens(self, node: Node) -> bool:
        """Whether what a node holds gets rows of its own."""
        if self.most is not None:
            return self.level < self.most
        return self.level == 1 and isinstance(node, Module) and node.role in ("stage", "brace", "repeat")

    def inside(self, name: str, times: int = 1) -> "Place":
        """The place of the members of a module."""
        return replace(self, level=self.level + 1, prefix=f"{name}.", times=self.times * times, first_of=False)

    def below(self, times: int = 1) -> "Place":
        """The place of parts of what is no module: their names go on."""
        return replace(self, level=self.level + 1, times=self.times * times, first_of=self.first_of or times > 1)


def rows_of(arch: Arch, most: int | None = None) -> tuple[Row, ...]:
    """The rows of a network, down to level `most`."""
    return tuple(_rows(Part(arch.root).parts, Counter(arch.root.numbered), Place(most)))


def _rows(parts: Parts, counter: Counter, place: Place) -> Iterator[Row]:
    """The rows of parts in a row; `counter` goes on behind them."""
    for part in parts:
        node = part.node
        if isinstance(node, Repeat) and node.count > 1:
            yield from _repeated(part, node, counter, place)
        elif isinstance(node, Repeat) or (isinstance(node, Sequence) and node.role == "repeat"):
            yield from _rows(part.parts, counter, place)
        else:
            yield from _node(part, counter, place)


def _node(part: Part, counter: Counter, place: Place) -> Iterator[Row]:
    before = counter.copy()
    named = advance((part.node,), counter)
    name = _name(part.node, named, place)
    yield _row(part, name, place)
    yield from _inner(part, name, before, place)


def _repeated(part: Part, repeat: Repeat, counter: Counter, place: Place) -> Iterator[Row]:
    before = counter.copy()
    named = advance(repeat.nodes, counter)
    counter.skip(before, repeat.count - 1)
    only = part.parts[0] if len(part.parts) == 1 else part
    name = _name(only.node, named, place)
    if _is_one(only.node):
        name = place.prefix + _range(name.removeprefix(place.prefix), _last(primary(named)[1], counter))
    yield replace(_row(part, name, place), times=repeat.count)
    yield from _inner(only, name, before, place, repeat.count)


def _row(part: Part, name: str, place: Place) -> Row:
    node = part.node
    costs = cost(node) * place.times
    return Row(
        level=place.level,
        name=name,
        layer=wording(node),
        output=node.nodes[-1].output if isinstance(node, Output) and node.nodes else node.output,
        parameters=costs.all_parameters,
        macs=costs.macs + costs.training_macs,
        position=part.position,
        training_only=isinstance(node, Output) and node.training_only,
        marks=marks(node),
    )


def _inner(part: Part, name: str, before: Counter, place: Place, times: int = 1) -> Iterator[Row]:
    """The rows of what a node holds, where the place opens it."""
    node = part.node
    if not place.opens(node) or _is_whole(node):
        return
    match node:
        case Module():
            inner = place.inside(name, times)
            yield from _opened(part.parts, Counter(node.numbered), inner)
        case Output(nodes=(Module() as module,)):
            training = _opened(part.parts[0].parts, Counter(module.numbered), place.inside(name))
            yield from (replace(row, training_only=node.training_only) for row in training)
        case _:
            yield from _opened((part,) if not isinstance(node, Repeat) else part.parts, before, place.below(times))


def _opened(parts: Parts, counter: Counter, place: Place) -> Iterator[Row]:
    """The rows of parts; a residual or join that stands alone is opened at once."""
    inner = parts[0].parts if len(parts) == 1 else ()
    match [part.node for part in parts]:
        case [Sequence(role="residual")]:
            yield from _opened(inner, counter, place) if len(inner) == 1 else _residual(inner, counter, place)
        case [Residual()]:
            yield from _residual(parts, counter, place)
        case [Join()]:
            for arm in inner:
                yield from _arm(arm, counter, place)
        case [Output()]:
            yield from _rows(inner, counter, place)
        case _:
            yield from _rows(parts, counter, place)


def _residual(parts: Parts, counter: Counter, place: Place) -> Iterator[Row]:
    """The parts around a residual, its main path, its shortcut."""
    for part in parts:
        if isinstance(part.node, Residual):
            main = len(part.node.main)
            yield from _rows(part.parts[:main], counter, place)
            for row in _rows(part.parts[main:], counter, place):
                yield replace(row, marks=("shortcut",)) if row.level == place.level else row
        else:
            yield from _rows((part,), counter, place)


def _arm(arm: Part, counter: Counter, place: Place) -> Iterator[Row]:
    if len(arm.parts) == 1:
        yield from _rows(arm.parts, counter, place)
        return
    nodes = arm.node.nodes
    before = counter.copy()
    named = advance(nodes, counter)
    layer = parts_wording(nodes) if nodes else "identity"
    yield replace(_row(arm, _name(arm.node, named, place), place), layer=layer)
    if nodes and place.opens(arm.node):
        yield from _rows(arm.parts, before, place.below())


# names


def _name(node: Node, named: list[tuple[str, Member]], place: Place) -> str:
    """The full name of a row: of a unit its convolution's, of other groups the first member's and a mark."""
    if not named:
        return ""
    several = not _is_one(node)
    name = named[0][0] if several else primary(named)[0]
    return f"{place.prefix}{name}{'…' if several or place.first_of else ''}"


def _is_whole(node: Node) -> bool:
    """Whether the row of a node says all that is in it."""
    if isinstance(node, Module) and node.role != "block":
        return bool(layers_wording(node.nodes))
    return holds_layers(node) or not node.nodes


def _is_unit(node: Node) -> bool:
    return isinstance(node, Sequence) and node.role in ("unit", "main unit")


def _is_one(node: Node) -> bool:
    """Whether a node is one member, or a unit that is called after one: its name then needs no mark."""
    return isinstance(node, Layer | Module) or _is_unit(node) or (isinstance(node, Output) and len(node.nodes) == 1)


def primary(named: list[tuple[str, Member]]) -> tuple[str, Member]:
    """The member that a unit is called after."""
    convolutions = (item for item in named if isinstance(item[1], Layer) and item[1].op.role == CONVOLUTION)
    return next(convolutions, named[0])


def _last(member: Member, counter: Counter) -> str:
    """The name that the member had that was counted last under its own word."""
    if member.name is not None:
        return member.name
    return str(counter.position - 1) if counter.numbered else f"{member.counted}{counter.counts[member.counted]}"


def _range(first: str, last: str) -> str:
    """`conv2-4` of `conv2` and `conv4`."""
    left, right = fullmatch(r"(.*?)(\d+)…?", first), fullmatch(r"(.*?)(\d+)", last)
    if left and right and left[1] == right[1]:
        return f"{left[1]}{left[2]}-{right[2]}"
    return first
