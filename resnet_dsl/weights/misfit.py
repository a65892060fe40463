"""The finding for a file that does not fit: what is missing, unexpected, of another shape, and where it is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from resnet_dsl.analysis.tensors import nearest_place, tensors
from resnet_dsl.diagnostics.catalog import UnfitWeights
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import nearest, suggest
from resnet_dsl.ir.nodes import Place
from resnet_dsl.weights.compare import Shape, Shapes
from resnet_dsl.weights.fit import Fit, fitting_classes, shapes
from resnet_dsl.weights.network import Network
from resnet_dsl.weights.parameters import Wanted
from resnet_dsl.weights.renaming import renaming

MOST_LISTED = 8
MOST_SHOWN = 3
INDENT = "\n      "


@dataclass(frozen=True)
class Difference:
    """A tensor that differs: what there is to say of it, and where its layer is written."""

    key: str
    said: str
    place: Place | None

    def __str__(self) -> str:
        place = f" ({self.place})" if self.place else ""
        return f"`{self.key}`{place}{f': {self.said}' if self.said else ''}"


@dataclass(frozen=True)
class Differences:
    """All tensors that differ in one way: their number, and the first of them."""

    kind: str
    count: int
    first: tuple[Difference, ...]

    def __str__(self) -> str:
        more = [f"and {self.count - len(self.first):,} more"] if self.count > len(self.first) else []
        return INDENT.join([f"{self.kind}:", *map(str, self.first), *more])


def misfit(origin: str, file: Shapes, found: Fit, wanted: Wanted) -> ArchError:
    """The finding: every kind of difference counted and listed, and the first few places shown."""
    all_kinds = (_reshaped(file, found), _missing(file, found), _unexpected(file, found))
    kinds = [differences for differences in all_kinds if differences.count]
    labels = _labels(kinds, wanted.network)
    finding = UnfitWeights(
        span=labels[0].span if labels else None,
        label=labels[0].text if labels else "",
        secondary=tuple(labels[1:]),
        text=f"`{origin}` does not fit `{wanted.arch.name}`: {', '.join(f'{one.count:,} {one.kind}' for one in kinds)}",
        notes=tuple(map(str, kinds)),
        help=_help(file, found, wanted),
    )
    return ArchError([finding])


def _reshaped(file: Shapes, found: Fit) -> Differences:
    own, keys = tensors(found.arch), found.comparison.reshaped
    first = (
        Difference(key, f"{_shown(own[key].shape)}, and {_shown(file[key])} in the file", own[key].place)
        for key in keys[:MOST_LISTED]
    )
    return Differences("of another shape", len(keys), tuple(first))


def _missing(file: Shapes, found: Fit) -> Differences:
    own, keys = tensors(found.arch), found.comparison.missing
    others = {key: file[key] for key in found.comparison.unexpected}
    first = (Difference(key, _so_called(key, own[key].shape, others), own[key].place) for key in keys[:MOST_LISTED])
    return Differences("missing", len(keys), tuple(first))


def _unexpected(file: Shapes, found: Fit) -> Differences:
    own, keys = tensors(found.arch), found.comparison.unexpected
    others = {key: own[key].shape for key in found.comparison.missing}
    first = (
        Difference(key, suggest(key, _like(file[key], others)), nearest_place(found.arch, key))
        for key in keys[:MOST_LISTED]
    )
    return Differences("unexpected", len(keys), tuple(first))


def _so_called(key: str, shape: Shape, others: Shapes) -> str:
    """What the file has of this shape that is nearly called so."""
    names = nearest(key, _like(shape, others))
    return f"the file has {', '.join(f'`{name}`' for name in names)}" if names else ""


def _like(shape: Shape, others: Shapes) -> list[str]:
    return [key for key, there in others.items() if there == shape]


def _shown(shape: Shape) -> str:
    return "x".join(map(str, shape)) or "a number"


def _labels(kinds: Iterable[Differences], network: Network) -> list[Label]:
    """The first few places, each once, with the first tensor that differs there."""
    labels: dict[str, Label] = {}
    for differences in kinds:
        for one in differences.first:
            span = network.span(one.place)
            if span is not None and len(labels) < MOST_SHOWN:
                what = one.said if differences.kind == "of another shape" else differences.kind
                labels.setdefault(str(span), Label(span, f"`{one.key}` is {what}"))
    return list(labels.values())


def _help(file: Shapes, found: Fit, wanted: Wanted) -> str:
    """What to do, where one thing explains all differences."""
    own = shapes(tensors(found.arch))
    renamed = renaming(found.comparison, file, own)
    if renamed:
        return f"{renamed}: rename the keys, or the labels"
    classes = fitting_classes(file, wanted)
    if classes is not None:
        return f"the file has {classes:,} classes: give `classes={classes}`"
    if not own.keys() & file.keys():
        return "the file has not one of the tensors: it seems to be of another network"
    if wanted.network.asked is None and found.differences == len(found.comparison.unexpected):
        return "give `build` the spec instead of the loaded network: then heads that it is built without are left out"
    return ""
