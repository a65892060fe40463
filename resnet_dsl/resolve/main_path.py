"""Rule O3: what of an order moves to the ends of a residual.

While a main path is read, each of its convolutions is a `main unit`: `lead conv before behind`, in full. Only when the
whole path is known can the ends be found. They are found along the data, not along the text: a unit is *first* if no
convolution of the path stands between the path's start and it, and *last* if none stands between it and the addition;
where a path splits into arms there may be several. From every first one the lead is taken, to stand once at the start,
and from every last one what stands behind the `+`, to stand after the addition. Nested residuals are passed over: they
have ends of their own. A first one that reads a nested sum has paid for it where it stands; what it paid stands at the
start all the same. A repeat whose first run differs from the others is cut in two.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from resnet_dsl.ir.nodes import Init, Join, Layer, Module, Node, Repeat, Residual, Sequence
from resnet_dsl.resolve.parts import Part, Parts

Nodes = tuple[Node, ...]
Change = Callable[[Sequence], Sequence]
Begin = Callable[[str, tuple[int, ...]], Init]


@dataclass(frozen=True)
class Closed:
    """A main path with its ends found: the parts that stand at its start, and those after the addition.

    `unequal` tells that its arms begin or end in convolutions from which different parts would move.
    """

    nodes: Nodes
    lead: Parts
    behind: Parts
    units: int
    unequal: bool = False


def close(nodes: Nodes, last_init: Begin | None) -> Closed:
    """Find the ends of a main path and take the moving parts off; `last_init` begins the last weights (`init last`)."""
    firsts: list[Parts] = []
    lasts: list[Parts] = []
    units = count_units(nodes)

    def take_lead(unit: Sequence) -> Sequence:
        firsts.append(_parts(unit, "lead"))
        return _without(unit, "lead")

    def take_behind(unit: Sequence) -> Sequence:
        lasts.append(_parts(unit, "behind"))
        return _with_init(_without(unit, "behind"), last_init)

    nodes = _edit(nodes, take_lead, backward=False)[0]
    nodes = _edit(nodes, take_behind, backward=True)[0]
    lead = next(filter(None, firsts), ()) or (firsts and _paid(nodes)) or ()
    behind = lasts[0] if lasts else ()
    unequal = any(parts and parts != lead for parts in firsts) or any(parts != behind for parts in lasts)
    return Closed(_settle(nodes), lead, behind, units, unequal)


def _paid(nodes: Nodes) -> Parts | None:
    """What was paid for a nested sum before the first unit; None where neither is there."""
    for node in nodes:
        found: Parts | None = None
        if isinstance(node, Sequence) and node.role in ("main unit", "moved"):
            found = _parts(node, "lead") if node.role == "moved" else ()
        elif not (isinstance(node, Sequence) and node.role == "residual"):
            found = _paid(node.nodes)
        if found is not None:
            return found
    return None


def count_units(nodes: Nodes) -> int:
    """How many convolutions of the open main path are among these nodes; a repeat counts once."""
    total = 0
    for node in nodes:
        if isinstance(node, Sequence) and node.role == "main unit":
            total += 1
        elif not isinstance(node, Residual):
            total += count_units(node.nodes)
    return total


def _edit(nodes: Nodes, change: Change, *, backward: bool) -> tuple[Nodes, bool]:
    """Change the units met from one end until each path has met one; and whether any was met."""
    out: list[Nodes] = []
    met = False
    for node in reversed(nodes) if backward else nodes:
        changed, met_here = ((node,), False) if met else _edit_node(node, change, backward=backward)
        met = met or met_here
        out.append(changed)
    return tuple(node for part in (reversed(out) if backward else out) for node in part), met


def _edit_node(node: Node, change: Change, *, backward: bool) -> tuple[Nodes, bool]:
    match node:
        case Sequence(role="main unit"):
            return (change(node),), True
        case Repeat():
            return _edit_repeat(node, change, backward=backward)
        case Join():
            edited = [_edit(arm.nodes, change, backward=backward) for arm in node.arms]
            pairs = zip(node.arms, edited, strict=True)
            arms = tuple(replace(arm, nodes=inner) for arm, (inner, _) in pairs)
            return (replace(node, arms=arms),), any(met for _, met in edited)
        case Sequence() | Module():
            inner, met = _edit(node.nodes, change, backward=backward)
            return ((replace(node, nodes=inner) if met else node),), met
    return (node,), False


def _edit_repeat(node: Repeat, change: Change, *, backward: bool) -> tuple[Nodes, bool]:
    inner, met = _edit(node.nodes, change, backward=backward)
    if inner == node.nodes:
        return (node,), met
    edge = replace(node, count=1, nodes=inner)
    if node.count == 1:
        return (edge,), met
    rest = replace(node, count=node.count - 1)
    return ((rest, edge) if backward else (edge, rest)), met


def _parts(unit: Sequence, part: str) -> Parts:
    layers = (node for node in unit.nodes if isinstance(node, Layer) and node.part == part)
    return tuple(Part(layer.op, None if layer.counted == layer.op.name else layer.counted) for layer in layers)


def _without(unit: Sequence, part: str) -> Sequence:
    kept = tuple(node for node in unit.nodes if not (isinstance(node, Layer) and node.part == part))
    return replace(unit, nodes=kept, input=kept[0].input, output=kept[-1].output)


def _with_init(unit: Sequence, begin: Begin | None) -> Sequence:
    if begin is None:
        return unit
    nodes = list(unit.nodes)
    for i in reversed(range(len(nodes))):
        node = nodes[i]
        weights = node.op.weights(node.input) if isinstance(node, Layer) else {}
        if isinstance(node, Layer) and weights:
            first = begin(*next(iter(weights.items())))
            others = tuple(init for init in node.inits if init.tensor != first.tensor)
            nodes[i] = replace(node, inits=(*others, first))
            break
    return replace(unit, nodes=tuple(nodes))


def _settle(nodes: Nodes) -> Nodes:
    """The nodes with their main units made ordinary ones: the path is closed."""
    return tuple(map(_settle_node, nodes))


def _settle_node(node: Node) -> Node:
    match node:
        case Sequence(role="main unit"):
            return replace(node, role="unit")
        case Join():
            arms = tuple(replace(arm, nodes=_settle(arm.nodes)) for arm in node.arms)
            return replace(node, arms=arms)
        case Sequence() | Module() | Repeat():
            return replace(node, nodes=_settle(node.nodes))
    return node
