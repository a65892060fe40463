"""A network as the rows of a paper's architecture table: each stage with its blocks, as kernels and channels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from resnet_dsl.analysis.rows import primary
from resnet_dsl.analysis.wording import op_wording, wording
from resnet_dsl.ir.names import Counter, advance
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.ops.conv import Conv
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.ops.core.op import ACTIVATION, DROPOUT, LAYOUT, LINEAR, NORMALISATION, POOLING, SCALE, SHORTCUT, Op
from resnet_dsl.ops.core.pool import WindowPool
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import short
from resnet_dsl.ops.linear import Linear

UNSAID = frozenset({ACTIVATION, DROPOUT, LAYOUT, NORMALISATION, SCALE, SHORTCUT})
"""The roles of ops that the tables of papers leave out."""
SAID = frozenset({"softmax", "upsample"})
"""Ops of these roles that they do not."""


@dataclass(frozen=True)
class Group:
    """Layers in a row, a line each. Those of a block stand in brackets, with how many `times` it runs.

    `alone` is how the one line of a block of one layer reads where that runs once, and needs no brackets.
    """

    lines: tuple[str, ...]
    times: int | None = None
    alone: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True)
class Stage:
    """A row of the table: what stands in one place of the network. The head, all behind the last map, has no name."""

    name: str
    output: Shape
    groups: tuple[Group, ...]

    @property
    def size(self) -> str:
        """The output without its channels, `56×56`; a vector is `1×1`."""
        sizes = (size for name, size in zip(self.output.names, self.output.sizes, strict=True) if name != "channels")
        return "×".join(map(str, sizes)) or "1×1"


def stages_of(arch: Arch) -> tuple[Stage, ...]:
    """The rows of a network, one for each part at its top that says something, and the head as one."""
    rows = list(_parts(arch))
    last = next((i for i, (node, _) in enumerate(rows) if _begins_head(node)), len(rows))
    body = tuple(stage for _, stage in rows[:last])
    head = [stage for _, stage in rows[last:]]
    if not head:
        return body
    said = ", ".join(line for stage in head for group in stage.groups for line in group.lines)
    return (*body, Stage("", head[-1].output, (Group((said,)),)))


def side_results(arch: Arch) -> tuple[str, ...]:
    """The names of results beside the main one, which the rows leave out."""
    return tuple(node.result for node in arch.root.nodes if isinstance(node, Output))


def _parts(arch: Arch) -> Iterator[tuple[Node, Stage]]:
    """The nodes at the top that say something, with their rows."""
    counter = Counter(arch.root.numbered)
    for node in arch.root.nodes:
        named = advance((node,), counter)
        groups = tuple(map(_simple, _merged(_groups((node,)))))
        if groups and not isinstance(node, Output):
            yield node, Stage(primary(named)[0] if named else "", node.output, groups)


def _begins_head(node: Node) -> bool:
    """Whether a node is the pooling or the linear layer that ends the maps."""
    return (
        isinstance(node, Layer) and node.op.role in (POOLING, LINEAR) and node.output.elements == node.output.channels
    )


def _groups(nodes: Iterable[Node]) -> Iterator[Group]:
    for node in nodes:
        match node:
            case Layer():
                yield from (Group((line,)) for line in _lines((node,), strides=True))
            case Residual() | Join() | Module(role="block"):
                yield Group(tuple(_lines((node,))), 1, " ".join(_lines((node,), strides=True)))
            case Repeat(count=1):
                yield from _groups(node.nodes)
            case Repeat():
                yield from _repeated(node)
            case Output() | Read():
                pass
            case _:
                yield from _groups(node.nodes)


def _repeated(repeat: Repeat) -> Iterator[Group]:
    """One group for what is repeated; a group in it that runs several times says so on its lines."""
    inner = [group for group in _merged(_groups(repeat.nodes)) if group.lines]
    if len(inner) == 1:
        yield Group(inner[0].lines, (inner[0].times or 1) * repeat.count)
    elif inner:
        yield Group(tuple(line for group in inner for line in _numbered(group)), repeat.count)


def _simple(group: Group) -> Group:
    return Group((group.alone,)) if group.times == 1 and len(group.lines) == 1 else group


def _numbered(group: Group) -> tuple[str, ...]:
    return group.lines if group.times in (None, 1) else tuple(f"{line} ×{group.times}" for line in group.lines)


def _merged(groups: Iterable[Group]) -> list[Group]:
    """Blocks that read the same, one behind another, as one; those that say nothing left out."""
    merged: list[Group] = []
    for group in groups:
        last = merged[-1] if merged else None
        if last and last.lines == group.lines and last.times and group.times:
            merged[-1] = replace(last, times=last.times + group.times)
        elif group.lines:
            merged.append(group)
    return merged


def _lines(nodes: Iterable[Node], *, strides: bool = False) -> Iterator[str]:
    """The layers along the main path; of what branches, what it is called."""
    for node in nodes:
        match node:
            case Layer():
                if node.op.role not in UNSAID or node.op.name in SAID:
                    yield _line(node.op, strides)
            case Residual():
                yield from _lines(node.main, strides=strides)
            case Join():
                yield wording(node)
            case Module(role="block") if _branches(node.nodes):
                yield wording(node)
            case Repeat():
                lines = tuple(_lines(node.nodes, strides=strides))
                yield from lines if node.count == 1 else (f"{line} ×{node.count}" for line in lines)
            case Output() | Read():
                pass
            case _:
                yield from _lines(node.nodes, strides=strides)


def _branches(nodes: Iterable[Node]) -> bool:
    """Whether there is a join among nodes that stand in a row; those inside of a residual are lines of their own."""
    return any(
        isinstance(node, Join) or (not isinstance(node, Residual | Layer | Output) and _branches(node.nodes))
        for node in nodes
    )


def _line(op: Op, strides: bool) -> str:
    """`3×3, 64`, `3×3, 128, C=32`, `3×3 max pool, stride 2`, `1000-d fc`; any other op as its label."""
    match op:
        case Linear():
            return f"{op.features}-d fc"
        case Conv():
            notes = [f"C={op.groups}"] if op.groups > 1 else []
            notes += [f"dilation {short(op.dilation)}"] if op.dilation != (1, 1) else []
            said = [_times(op.kernel), str(op.channels), *notes]
        case WindowPool():
            said = [f"{_times(op.kernel)} {op.title}"]
        case _:
            return op_wording(op)
    return ", ".join([*said, f"stride {short(op.stride)}"] if strides and op.stride != (1, 1) else said)


def _times(size: Size) -> str:
    return "×".join(map(str, size))
