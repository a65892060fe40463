"""The wanted network at other parameters: with the file's number of classes, with heads that it is built without."""

from collections.abc import Iterator
from typing import Any

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.weights.compare import Shapes
from resnet_dsl.weights.parameters import CLASSES, Wanted

Parameters = dict[str, Any]


def number_of_classes(arch: Arch) -> int | None:
    """The number of classes that an arch was resolved with; None where it has no such parameter."""
    value = next((binding.value for binding in arch.root.parameters if binding.name == CLASSES), None)
    return value if type(value) is int else None


def other_classes(file: Shapes, own: Shapes, wanted: Wanted) -> Iterator[Parameters]:
    """The parameters with the number of classes that the spec would have, and with those that the file may have."""
    others = {key: value for key, value in wanted.parameters.items() if key != CLASSES}
    yield {**others, CLASSES: wanted.stated[CLASSES]} if CLASSES in wanted.stated else others
    for number in numbers_in(file, own, number_of_classes(wanted.arch)):
        yield {**others, CLASSES: number}


def numbers_in(file: Shapes, own: Shapes, classes: int | None) -> list[int]:
    """What stands in the shapes of the file where the network has its number of classes."""
    pairs = (
        pair
        for key, shape in own.items()
        if key in file and len(file[key]) == len(shape)
        for pair in zip(shape, file[key], strict=True)
    )
    return list(dict.fromkeys(there for here, there in pairs if here == classes != there))


def with_more_heads(parameters: Parameters, wanted: Wanted) -> Iterator[Arch]:
    """The network with more than it was asked for.

    Without parameters that its weights are stated with or that were given, `aux=false` for one; and with each that it
    has as false for true.
    """
    names = [name for name in parameters if name != CLASSES]
    stated = tuple(name for name in names if name in wanted.stated)
    for left_out in dict.fromkeys((stated, *((name,) for name in names), tuple(names))):
        arch = wanted.network.tried({key: value for key, value in parameters.items() if key not in left_out})
        if left_out and arch is not None:
            yield arch
    for binding in wanted.arch.root.parameters:
        arch = wanted.network.tried({**parameters, binding.name: True}) if binding.value is False else None
        if arch is not None:
            yield arch
