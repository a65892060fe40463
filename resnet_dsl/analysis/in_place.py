"""Which activations work in place: those behind a fresh value, which nobody else reads.

Fresh is what a convolution, normalisation, linear layer, sum or concatenation gives. This is the rule by which
`lowering` writes `inplace=True`, read off the IR; it decides what `elu` and `leaky_relu` keep for their gradients.
"""

from dataclasses import dataclass, field

from resnet_dsl.analysis.positions import Part, Position
from resnet_dsl.ir.chains import is_chain, read_labels
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual, Sequence
from resnet_dsl.ops.core.op import ACTIVATION, CONVOLUTION, LINEAR, NORMALISATION

Parts = tuple[Part, ...]
FRESH = (CONVOLUTION, LINEAR, NORMALISATION)


def overwriting(arch: Arch) -> frozenset[Position]:
    """The positions of the activations that overwrite their input."""
    found: set[Position] = set()
    _module(Part(arch.root), found)
    return frozenset(found)


def _module(part: Part, found: set[Position]) -> None:
    assert isinstance(part.node, Module)
    if is_chain(part.node):
        _chain(part.parts, found)
    else:
        _Class(part.node.numbered, read_labels(part.node.nodes), found).row(part.parts, fresh=False)


def _chain(parts: Parts, found: set[Position]) -> None:
    """The members of an `nn.Sequential`."""
    fresh = False
    for part in parts:
        match part.node:
            case Layer():
                _overwrite(part, found, fresh=fresh)
                fresh = part.node.op.role in FRESH
            case Module():
                _module(part, found)
                fresh = False
            case _:
                _chain(part.parts, found)
                last = part.node.nodes[-1] if part.node.nodes else None
                fresh = isinstance(part.node, Sequence) and isinstance(last, Layer) and last.op.role in FRESH


def _overwrite(part: Part, found: set[Position], *, fresh: bool) -> None:
    op = part.node.op if isinstance(part.node, Layer) else None
    if fresh and op is not None and op.role == ACTIVATION and getattr(op, "in_place", False):
        found.add(part.position)


@dataclass
class _Class:
    """A module with a forward method of its own. `fresh` is said of values that flow on without a name."""

    numbered: bool
    read: set[str]
    found: set[Position] = field(default_factory=set)

    def row(self, parts: Parts, *, fresh: bool) -> bool:
        """Whether the value behind parts in a row is fresh."""
        for i, part in enumerate(parts):
            fresh = self.step(part, fresh=fresh)
            goes_on = i == len(parts) - 1 or _follows(parts[i + 1].node)
            fresh = fresh and goes_on and part.node.label not in self.read
        return fresh

    def step(self, part: Part, *, fresh: bool) -> bool:
        """Whether the value behind a part is fresh."""
        match part.node:
            case Layer():
                return self._layer(part, part.node, fresh=fresh)
            case Module():
                _module(part, self.found)
                return False
            case Sequence(role="unit" | "moved" | "residual"):
                for inner in part.parts:
                    fresh = self.step(inner, fresh=fresh)
                return fresh
            case Residual():
                main = self.row(part.parts[: len(part.node.main)], fresh=False)
                self.row(part.parts[len(part.node.main) :], fresh=False)
                return main or part.node.shortcut is not None
            case Join():
                return self._join(part, part.node)
            case Read():
                return False
            case Output():
                self.row(part.parts, fresh=False)
                return fresh
            case Repeat():
                return self.row(part.parts, fresh=False)
        return self.row(part.parts, fresh=fresh)

    def _layer(self, part: Part, node: Layer, *, fresh: bool) -> bool:
        call = node.op.torch(node.input)
        if call.function and not call.parameter and node.name is None and not self.numbered:
            return fresh and call.function == "{x}"
        _overwrite(part, self.found, fresh=fresh)
        return node.op.role in FRESH and not call.parameter

    def _join(self, part: Part, node: Join) -> bool:
        ends = [self.row(arm.parts, fresh=False) for arm in part.parts]
        return node.how == "concat" or len(ends) > 1 or (ends[0] and _is_short(node.arms[0].nodes))


def _follows(node: Node) -> bool:
    return isinstance(node, Layer) and node.op.role in (NORMALISATION, ACTIVATION)


def _is_short(nodes: tuple[Node, ...]) -> bool:
    """Whether an arm is written as one expression."""
    calls = [node for node in nodes if not isinstance(node, Read)]
    units = (isinstance(node, Sequence) and node.role in ("unit", "moved") for node in calls)
    return len(calls) <= 1 and all(
        isinstance(node, Layer | Module) or unit for node, unit in zip(calls, units, strict=True)
    )
