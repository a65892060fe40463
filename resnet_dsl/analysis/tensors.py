"""The tensors of a network by their keys, and where in the file a key comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from resnet_dsl.ir.names import Counter, Member, advance, members
from resnet_dsl.ir.nodes import Arch, Layer, Module, Output, Place


@dataclass(frozen=True)
class Tensor:
    """A learnt or kept tensor; `result` is the side result that it serves alone, empty where it serves the main one."""

    shape: tuple[int, ...]
    result: str
    place: Place | None


def tensors(arch: Arch) -> dict[str, Tensor]:
    """Every tensor of a network by its key, in the order of registration."""
    results = _side_members(arch)
    return {
        key: Tensor(shape, results.get(key.partition(".")[0], ""), layer.place)
        for name, layer in _layers(arch.root, "")
        for key, shape in _keys(name, layer)
    }


def own_tensors(layer: Layer) -> dict[str, tuple[int, ...]]:
    """The shapes of the learnt and kept tensors of one layer, by the names that the op gives them."""
    shapes = {**layer.op.weights(layer.input), **layer.op.buffers(layer.input)}
    return {name: tuple(shape) for name, shape in shapes.items()}


def nearest_place(arch: Arch, key: str) -> Place | None:
    """Where the deepest member was written that a key leads to, from the top as far as there are members."""
    found: Member = arch.root
    for name in key.split("."):
        if isinstance(found, Layer):
            break
        inner = next((member for other, member in members(found) if other == name), None)
        if inner is None:
            break
        found = inner
    return found.place


def _layers(module: Module, prefix: str) -> Iterator[tuple[str, Layer]]:
    for name, member in sorted(members(module), key=lambda named: not _is_tensor(named[1])):
        if isinstance(member, Layer):
            yield f"{prefix}{name}", member
        else:
            yield from _layers(member, f"{prefix}{name}.")


def _is_tensor(member: Member) -> bool:
    """Whether a member is a tensor itself (rule N7): torch has those of a module before what is in its members."""
    return isinstance(member, Layer) and "" in own_tensors(member)


def _keys(name: str, layer: Layer) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The keys of a layer; that of a tensor without a name of its own is the name of the layer (rule N7)."""
    for tensor, shape in own_tensors(layer).items():
        yield f"{name}.{tensor}" if tensor else name, shape


def _side_members(arch: Arch) -> dict[str, str]:
    """The members at the top that only a side result runs, with its name; side results stand nowhere else."""
    counter = Counter(arch.root.numbered)
    found: dict[str, str] = {}
    for node in arch.root.nodes:
        named = advance((node,), counter)
        if isinstance(node, Output):
            found |= {name: node.result for name, _ in named}
    return found
