"""Layers as constructor calls, and modules without branches as `nn.Sequential`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from resnet_dsl.ir.chains import is_chain
from resnet_dsl.ir.count import count_residuals
from resnet_dsl.ir.names import Counter
from resnet_dsl.ir.nodes import Layer, Module, Node, Repeat
from resnet_dsl.lowering.draft import Begin, Build, ByPosition, Chain, Construct, Draft, Fixed, Loop, New, Slot
from resnet_dsl.lowering.python import literal
from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.op import ACTIVATION, CONVOLUTION, LINEAR, NORMALISATION
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

FRESH = (CONVOLUTION, LINEAR, NORMALISATION)
"""Roles of ops whose output nobody else holds and no gradient needs: an activation may overwrite it."""
MOST_MEMBERS = 20_000
DraftOf = Callable[[Module], Draft]


class TooLarge(Exception):
    """A class would have more members of its own than can be written out."""


@dataclass
class Ledger:
    """What a class has come to while its draft is written."""

    draft_of: DraftOf
    begins: list[Begin] = field(default_factory=list)
    supports: list[str] = field(default_factory=list)
    residuals: int = 0
    enclosing: list[int] = field(default_factory=list)
    """The positions of the residuals that we are in, outermost first."""
    needs_index: bool = False
    members: int = 0

    def count(self) -> None:
        """Count one more member. Raises `TooLarge`."""
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise TooLarge

    def layer(self, node: Layer, path: str, *, in_place: bool) -> Construct:
        """The constructor call of a layer that stands at `path` in its class."""
        self.count()
        call: TorchCall = node.op.torch(node.input)
        if call.support and call.support not in self.supports:
            self.supports.append(call.support)
        self._begin(node, call, path)
        options = [(item.name, self._argument(item)) for item in call.options if not _omitted(item)]
        if in_place:
            options.append(("inplace", Fixed("True")))
        return Construct(call.constructor, tuple(map(self._argument, call.positional)), tuple(options))

    def _argument(self, item: Argument) -> Build:
        if isinstance(item.value, Deferred):
            self.needs_index = True
            return ByPosition(item.value, self.enclosing[-1] if self.enclosing else 0)
        if item.fixed or isinstance(item.value, bool | str) or item.value is None:
            return Fixed(literal(item.value))
        return Slot(item.name, item.value, item.default)

    def _begin(self, node: Layer, call: TorchCall, path: str) -> None:
        inits = {init.tensor: init for init in node.inits}
        for tensor in node.op.weights(node.input):
            self.begins.append(Begin(path, ":" in path, tensor, call.constructor, inits.get(tensor)))

    def module(self, node: Module, path: str) -> Build:
        """A module: a chain where it has no branches, else an instance of a class of its own."""
        self.count()
        if is_chain(node):
            named = _has_names(node.nodes)
            return Chain(tuple(self._items(node.nodes, Counter(node.numbered), path, named=named)))
        draft = self.draft_of(node)
        index, self.residuals = self.residuals, self.residuals + count_residuals(node.nodes)
        self.needs_index = self.needs_index or draft.needs_index
        return New(draft, index)

    def _items(
        self, nodes: tuple[Node, ...], counter: Counter, path: str, *, named: bool = False
    ) -> list[tuple[str | None, Build]]:
        """The members of a chain; in one with names each stands by itself, and repeats are written out."""
        items: list[tuple[str | None, Build]] = []
        fresh = False
        for node in nodes:
            match node:
                case Layer():
                    position = counter.position
                    name = counter.name(node)
                    build = self.layer(node, f"{path}[{position}]", in_place=fresh and overwrites(node))
                    fresh = node.op.role in FRESH
                    items.append((None if name == str(position) else name, build))
                case Module():
                    position = counter.position
                    name = counter.name(node)
                    items.append((None if name == str(position) else name, self.module(node, f"{path}[{position}]")))
                    fresh = False
                case Repeat():
                    items += self._loop(node, counter, path, named=named)
                    fresh = False
                case _:
                    inner = self._items(node.nodes, counter, path, named=named)
                    items += inner
                    last = node.nodes[-1] if node.nodes else None
                    fresh = isinstance(last, Layer) and last.op.role in FRESH
        return items

    def _loop(self, node: Repeat, counter: Counter, path: str, *, named: bool) -> list[tuple[str | None, Build]]:
        """The runs of a repeat: one loop, or written out where members have names or there is one run."""
        if node.count == 1 or named:
            runs = []
            for _ in range(node.count):
                runs += self._items(node.nodes, counter, path, named=named)
            return runs
        before, first = counter.copy(), self.residuals
        start = counter.position
        begins = len(self.begins)
        run = self._items(node.nodes, counter, path)
        length = counter.position - start
        counter.skip(before, node.count - 1)
        step = self.residuals - first
        self.residuals += step * (node.count - 1)
        self._slice(begins, path, start, length, node.count)
        return [(None, Loop(Slot("blocks", node.count), tuple(build for _, build in run), first, step))]

    def _slice(self, first: int, path: str, start: int, length: int, count: int) -> None:
        """What was said of the first run holds for all of them."""
        for i in range(first, len(self.begins)):
            begin = self.begins[i]
            position, _, rest = begin.path.removeprefix(f"{path}[").partition("]")
            if begin.path.startswith(f"{path}[") and not rest:
                at = int(position)
                place = f"{path}[{at}:{start + length * count}:{length}]"
                self.begins[i] = Begin(place, True, begin.tensor, begin.constructor, begin.init)


def overwrites(node: Layer) -> bool:
    """Whether a layer can work in place."""
    return node.op.role == ACTIVATION and bool(getattr(node.op, "in_place", False))


def _omitted(item: Argument) -> bool:
    return item.fixed and item.value == item.default


def _has_names(nodes: tuple[Node, ...]) -> bool:
    for node in nodes:
        if isinstance(node, Layer | Module):
            if node.name is not None:
                return True
        elif _has_names(node.nodes):
            return True
    return False
