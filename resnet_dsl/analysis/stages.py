"""A network as the rows of a paper's architecture table: each stage with its blocks, as kernels and channels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import prod

from resnet_dsl.analysis.main_path import Sides, paths, read_in
from resnet_dsl.analysis.positions import every_part
from resnet_dsl.analysis.rows import primary
from resnet_dsl.analysis.wording import JOINED, op_wording, parts_wording, wording
from resnet_dsl.ir.names import Counter, advance
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual, Sequence
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
GATE = JOINED["mul"]
"""What begins the line of a gate: of layers beside the main path whose result the value on it is multiplied with."""
THEN, BESIDE, TIMES = " → ", " | ", f" {GATE} "


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
    """A row of the table: what stands in one place of the network. The head is all behind the last map.

    `name` is empty for the head, and for what has neither weights nor a label.
    """

    name: str
    output: Shape
    groups: tuple[Group, ...]
    is_head: bool = False

    @property
    def size(self) -> str:
        """The output without its channels, `56×56`; a vector is `1×1`."""
        return "×".join(map(str, self._sizes)) or "1×1"

    @property
    def places(self) -> int:
        """How many places the output has; a vector has one."""
        return prod(self._sizes)

    @property
    def _sizes(self) -> tuple[int, ...]:
        sizes = zip(self.output.names, self.output.sizes, strict=True)
        return tuple(size for name, size in sizes if name != "channels")


def stages_of(arch: Arch) -> tuple[Stage, ...]:
    """The rows of a network, one for each part at its top that says something, and the head as one."""
    rows = list(_parts(arch))
    last = next((i for i, (node, _) in enumerate(rows) if _begins_head(node)), len(rows))
    body = tuple(stage for _, stage in rows[:last])
    head = [stage for _, stage in rows[last:]]
    if not head:
        return body
    said = ", ".join(line for stage in head for group in stage.groups for line in group.lines)
    return (*body, Stage("", head[-1].output, (Group((said,)),), is_head=True))


def side_results(arch: Arch, *, training_only: bool) -> tuple[str, ...]:
    """The names of results beside the main one, which the rows leave out."""
    outputs = (part.node for part in every_part(arch) if isinstance(part.node, Output))
    return tuple(node.result for node in outputs if node.training_only == training_only)


def _parts(arch: Arch) -> Iterator[tuple[Node, Stage]]:
    """The nodes at the top that say something, with their rows; what reads an earlier value says which."""
    counter = Counter(arch.root.numbered)
    read: tuple[Group, ...] = ()
    for node in arch.root.nodes:
        named = advance((node,), counter)
        if isinstance(node, Read):
            read = (Group((wording(node),)),)
        groups = tuple(map(_simple, _merged(_groups((node,), {}))))
        if groups and not isinstance(node, Output):
            yield node, Stage(primary(named)[0] if named else node.label or "", node.output, read + groups)
            read = ()


def _begins_head(node: Node) -> bool:
    """Whether a node is the pooling or the linear layer that ends the maps."""
    return (
        isinstance(node, Layer) and node.op.role in (POOLING, LINEAR) and node.output.elements == node.output.channels
    )


def _groups(nodes: Iterable[Node], around: Sides) -> Iterator[Group]:
    for node, sides in _on_main(nodes, around):
        match node:
            case Layer():
                yield from (Group((line,)) for line in _lines((node,), sides, strides=True))
            case Residual() | Join() | Module(role="block"):
                yield Group(tuple(_lines((node,), sides)), 1, " ".join(_lines((node,), sides, strides=True)))
            case Repeat(count=1):
                yield from _groups(node.nodes, sides)
            case Repeat():
                yield from _repeated(node, sides)
            case Output() | Read():
                pass
            case _:
                yield from _groups(node.nodes, sides)


def _on_main(nodes: Iterable[Node], around: Sides) -> Iterator[tuple[Node, Sides]]:
    """The nodes on the main path, each with what lies beside it and no node in front of it has read."""
    found = paths(nodes, around)
    sides = found.sides
    for node in found.main:
        yield node, sides
        read = set(read_in(node)) if sides else set()
        if not read.isdisjoint(sides):
            sides = {label: side for label, side in sides.items() if label not in read}


def _repeated(repeat: Repeat, sides: Sides) -> Iterator[Group]:
    """One group for what is repeated; a group in it that runs several times says so on its lines."""
    inner = [group for group in _merged(_groups(repeat.nodes, sides)) if group.lines]
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


def _lines(nodes: Iterable[Node], around: Sides, *, strides: bool = False) -> Iterator[str]:
    """The layers along the main path; of what branches, what it is called, and of a gate its layers in one line."""
    for node, sides in _on_main(nodes, around):
        yield from _lines_of(node, sides, strides)


def _lines_of(node: Node, sides: Sides, strides: bool) -> Iterator[str]:
    match node:
        case Layer():
            if node.op.role not in UNSAID or node.op.name in SAID:
                yield _line(node.op, strides)
        case Residual():
            yield from _lines(node.main, sides, strides=strides)
        case Join(how="mul"):
            yield from _product(node, sides, strides)
        case Join():
            yield _joined(node, sides, strides)
        case Module(role="block") if _branches(node.nodes):
            yield wording(node)
        case Repeat():
            lines = tuple(_lines(node.nodes, sides, strides=strides))
            yield from lines if node.count == 1 else (f"{line} ×{node.count}" for line in lines)
        case Output() | Read():
            pass
        case _:
            yield from _lines(node.nodes, sides, strides=strides)


def _product(join: Join, sides: Sides, strides: bool) -> Iterator[str]:
    """A line for factors: `⊗ 1×1, 4 → 1×1, 64` for one beside the value itself, `1×1, 8 ⊗ 1×1, 8` for several.

    A product of nothing but the value and activations of it, as `silu` is one, says as little as they do.
    """
    factors = [THEN.join(lines) for arm in join.arms if (lines := _arm_lines(arm, sides, strides))]
    if len(factors) == 1 and len(join.arms) == 2:
        yield f"{GATE} {factors[0]}"
    elif factors:
        passed = ["identity"] * (len(join.arms) - len(factors))
        yield TIMES.join([*passed, *(f"({factor})" if THEN in factor else factor for factor in factors)])
    elif any(read_in(join)):
        yield wording(join)


def _joined(join: Join, sides: Sides, strides: bool) -> str:
    """`concat of 4`; where arms read what lies beside the main path all of them, `concat of identity | 3×3, 8`."""
    if not sides or sides.keys().isdisjoint(read_in(join)):
        return wording(join)
    arms = (THEN.join(_arm_lines(arm, sides, strides)) or parts_wording(arm.nodes) for arm in join.arms)
    return f"{JOINED[join.how]} of {BESIDE.join(arms)}"


def _arm_lines(arm: Sequence, sides: Sides, strides: bool) -> tuple[str, ...]:
    """The layers of an arm behind those of a side that it reads; pools only where there is nothing else."""
    first = arm.nodes[0] if arm.nodes else None
    nodes = (*(sides.get(first.source, ()) if isinstance(first, Read) else ()), *arm.nodes)
    found = [(node, tuple(_lines_of(node, beside, strides))) for node, beside in _on_main(nodes, sides)]
    others = [lines for node, lines in found if not (isinstance(node, Layer) and node.op.role == POOLING)]
    return tuple(line for lines in (others if any(others) else [lines for _, lines in found]) for line in lines)


def _branches(nodes: Iterable[Node]) -> bool:
    """Whether arms are joined among nodes in a row; factors, and what a residual holds, are lines of their own."""
    return any(
        (isinstance(node, Join) and node.how != "mul")
        or (not isinstance(node, Residual | Join | Layer | Output) and _branches(node.nodes))
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
