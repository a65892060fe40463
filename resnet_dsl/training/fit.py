"""The network that is trained: input and classes of a spec follow the data, unless the person has said otherwise."""

from contextlib import suppress
from dataclasses import dataclass, replace

from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Asked
from resnet_dsl.resolve.claims import ClaimError
from resnet_dsl.training.data.core.data import Opened
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.recipe import Recipe

CLASSES = "classes"
DIMENSIONS = 3


@dataclass(frozen=True)
class Fitted:
    """A network for a data set, what was set for it that the person has not asked for, and how it is then asked for.

    `asked` is None where the network was given as it is loaded.
    """

    arch: Arch
    notes: tuple[str, ...] = ()
    asked: Asked | None = None


def fit_asked(asked: Asked, data: Opened, recipe: Recipe) -> Fitted:
    """The network of a spec with the channels and classes of the data. Raises `ArchError` and `SettingError`."""
    asked, own, notes = _own(asked, data)
    if asked.input is None:
        asked, note = _with_input(asked, own, data, recipe)
        notes += note
    if _takes_classes(own) and CLASSES not in asked.parameters and own.output.sizes != (len(data.classes),):
        asked = _with_classes(asked, data)
        notes.append(_classes_note(data))
    return replace(fit_arch(_resolve(asked), data, tuple(notes)), asked=asked)


def fit_arch(arch: Arch, data: Opened, notes: tuple[str, ...] = ()) -> Fitted:
    """A network as it is, if the data suit it. Raises `SettingError`."""
    if len(arch.input.sizes) != DIMENSIONS:
        raise SettingError(f"`{arch.name}` takes an input of {arch.input}, and images are channels x height x width")
    if arch.input.sizes[0] not in (1, 3):
        raise SettingError(f"`{arch.name}` takes {arch.input.sizes[0]} channels, and images have 1 or 3")
    if arch.output.sizes != (len(data.classes),):
        wanted = f"the {len(data.classes)} classes of the data `{data.name}` need as many"
        raise SettingError(f"`{arch.name}` gives {arch.output}, and {wanted}: give it a parameter `{CLASSES}`")
    return Fitted(arch, (*notes, *_image_notes(arch, data)))


def _own(asked: Asked, data: Opened) -> tuple[Asked, Arch, list[str]]:
    """The network as its file has it; with the classes of the data where it cannot be without. Raises `ArchError`."""
    try:
        return asked, _resolve(asked), []
    except ArchError:
        fitted = _with_classes(asked, data)
        if CLASSES in asked.parameters:
            raise
        with suppress(ArchError):
            return fitted, _resolve(fitted), [_classes_note(data)]
        raise


def _with_classes(asked: Asked, data: Opened) -> Asked:
    return replace(asked, parameters={**asked.parameters, CLASSES: len(data.classes)})


def _classes_note(data: Opened) -> str:
    return f"{CLASSES} = {len(data.classes)}: the classes of the data"


def _with_input(asked: Asked, own: Arch, data: Opened, recipe: Recipe) -> tuple[Asked, list[str]]:
    sizes = own.input.sizes
    if len(sizes) != DIMENSIONS:
        return asked, []
    wanted = (data.channels, *((recipe.size, recipe.size) if recipe.size else sizes[1:]))
    if wanted == tuple(sizes):
        return asked, []
    why = ["the channels of the data"] * (wanted[0] != sizes[0])
    why += ["the size of the recipe"] * (wanted[1:] != tuple(sizes[1:]))
    note = f"input {'x'.join(map(str, wanted))}: {' and '.join(why)}; the spec has {own.input}"
    return replace(asked, input=wanted), [note]


def _image_notes(arch: Arch, data: Opened) -> list[str]:
    channels, height, width = arch.input.sizes
    notes = []
    if data.size not in (None, (height, width)):
        assert data.size is not None
        notes.append(f"images of {data.size[0]}x{data.size[1]} are resized to {height}x{width}")
    if channels != data.channels:
        notes.append("images are made grey" if channels == 1 else "the one channel of the images is repeated")
    return notes


def _takes_classes(arch: Arch) -> bool:
    return any(parameter.name == CLASSES for parameter in arch.root.parameters)


def _resolve(asked: Asked) -> Arch:
    """The network, whatever its file claims at the defaults: `check` is for that."""
    try:
        return asked.resolve()
    except ClaimError as error:
        return error.arch
