"""Whether a file fits a network, strictly, and which layers another number of classes leaves fresh.

A file fits if its tensors are, by name and shape, those of the wanted network at the file's number of classes, and
with all the heads of side results that its weights were trained with. Both are found by resolving the spec at other
parameters, and never guessed from names. So what is left out is heads of side results only, and what stays fresh
differs in shape by the number of classes only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from resnet_dsl.analysis.tensors import Tensor, tensors
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.weights.compare import Comparison, Shape, Shapes, compare
from resnet_dsl.weights.parameters import CLASSES, Wanted
from resnet_dsl.weights.variants import number_of_classes, numbers_in, other_classes, with_more_heads


@dataclass(frozen=True)
class Fit:
    """How a file goes with a network: the variant that it was compared with, the differences, the layers left fresh."""

    arch: Arch
    comparison: Comparison
    fresh: tuple[str, ...] = ()

    @property
    def differences(self) -> int:
        """Their number; the wanted network can be loaded where there are none."""
        return self.comparison.count


def fit(file: Shapes, wanted: Wanted) -> Fit:
    """The first way in which a file fits; where it does not, the variant of the network that it comes nearest to."""
    fits = _of_loaded(file, wanted) if wanted.network.asked is None else _of_spec(file, wanted)
    nearest = next(fits)
    for other in fits:
        if not nearest.differences:
            break
        nearest = min(nearest, other, key=lambda one: one.differences)
    return nearest


def fitting_classes(file: Shapes, wanted: Wanted) -> int | None:
    """The number of classes with which the network would fit the file, if that is all that is wrong."""
    classes = number_of_classes(wanted.arch)
    if wanted.network.asked is None:
        return None
    for number in numbers_in(file, shapes(tensors(wanted.arch)), classes):
        arch = wanted.network.tried({**wanted.parameters, CLASSES: number})
        if arch is not None and not compare(file, shapes(tensors(arch))).count:
            return number
    return None


def shapes(network: dict[str, Tensor]) -> Shapes:
    """The shapes of tensors by key."""
    return {key: tensor.shape for key, tensor in network.items()}


def _of_spec(file: Shapes, wanted: Wanted) -> Iterator[Fit]:
    """The ways in which a file may fit the network of a spec, the plainest first."""
    own = tensors(wanted.arch)
    yield Fit(wanted.arch, compare(file, shapes(own)))
    yield from _with_heads(file, wanted.arch, dict(wanted.parameters), wanted, ())
    if not wanted.may_resize:
        return
    for parameters in other_classes(file, shapes(own), wanted):
        sized = wanted.network.tried(parameters)
        if sized is None:
            continue
        there = tensors(sized)
        if there.keys() == own.keys():
            fresh = _layers(key for key, tensor in there.items() if tensor.shape != own[key].shape)
            yield Fit(sized, compare(file, shapes(there)), fresh)
            yield from _with_heads(file, sized, parameters, wanted, fresh)


def _with_heads(
    file: Shapes, sized: Arch, parameters: dict[str, object], wanted: Wanted, fresh: tuple[str, ...]
) -> Iterator[Fit]:
    """The same with heads of side results besides, which other parameters would give it."""
    for arch in with_more_heads(parameters, wanted):
        heads = {key: tensor for key, tensor in tensors(arch).items() if tensor.result}
        yield Fit(arch, compare(file, shapes(heads | tensors(sized))), fresh)


def _of_loaded(file: Shapes, wanted: Wanted) -> Iterator[Fit]:
    """The ways in which a file may fit a network without its spec: the last layers may have other classes."""
    own = tensors(wanted.arch)
    found = Fit(wanted.arch, compare(file, shapes(own)))
    yield found
    reshaped = found.comparison.reshaped
    last, classes = _last_layers(own), number_of_classes(wanted.arch)
    numbers = numbers_in(file, {key: own[key].shape for key in reshaped}, classes)
    if len(numbers) == 1 and all(
        key.rpartition(".")[0] in last and _renumbered(own[key].shape, file[key], classes, numbers[0])
        for key in reshaped
    ):
        yield replace(found, comparison=replace(found.comparison, reshaped=()), fresh=_layers(reshaped))


def _last_layers(own: dict[str, Tensor]) -> set[str]:
    """The layers that no other with tensors follows: of the main result and of each side result."""
    return set({tensor.result: key.rpartition(".")[0] for key, tensor in own.items()}.values())


def _renumbered(here: Shape, there: Shape, classes: int | None, number: int) -> bool:
    """Whether two shapes differ by the number of classes only."""
    pairs = zip(here, there, strict=True) if len(here) == len(there) else ((0, 1),)
    return all(one == other or (one, other) == (classes, number) for one, other in pairs)


def _layers(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key.rpartition(".")[0] for key in keys))
