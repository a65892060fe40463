"""Two networks compared: what differs in meaning."""

from collections import Counter
from collections.abc import Iterable, Iterator

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.analysis.depth import depth
from resnet_dsl.analysis.difference.changes import Change, ChangedInput, ChangedResults
from resnet_dsl.analysis.difference.edits import Edit, find_edits, paired_modules
from resnet_dsl.analysis.difference.fold import fold
from resnet_dsl.analysis.difference.keys import compare_keys
from resnet_dsl.analysis.difference.labels import without_labels
from resnet_dsl.analysis.difference.marks import marks
from resnet_dsl.analysis.difference.orders import changed_order
from resnet_dsl.analysis.difference.outline import Body, Item, labels_read, outline
from resnet_dsl.analysis.difference.places import place_of
from resnet_dsl.analysis.difference.recognise import blocks, counts, others, strides
from resnet_dsl.analysis.difference.report import Difference, Side
from resnet_dsl.ir.nodes import Arch


def diff_archs(before: Arch, after: Arch) -> Difference:
    """What differs between two networks: nothing where they compute the same, begin alike and have the same names.

    Docstrings, the name of the arch, places, parameters, names of blocks and what a file claims of its network are not
    compared; neither is how something is written.
    """
    read = labels_read(before.root) | labels_read(after.root)
    one, other = outline(before, read), outline(after, read)
    edits = without_labels(find_edits(one, other))
    return Difference(
        before=_side(before),
        after=_side(after),
        changes=fold((*_around(before, after), *_explained(edits, before, after))),
        keys=compare_keys(one, other, edits),
        blocks=tuple(place_of(site) for site in paired_modules(one, other) if site.role == "block"),
        layers=_ops(one) | _ops(other),
        marks=marks(edits),
        shared=max(_kept(one, edits, "removed"), _kept(other, edits, "added")),
    )


def _side(arch: Arch) -> Side:
    return Side(arch.name, arch_cost(arch), depth(arch))


def _around(before: Arch, after: Arch) -> Iterator[Change]:
    """What differs in the frame of two networks."""
    if before.input != after.input:
        yield ChangedInput(before=before.input.sizes, after=after.input.sizes)
    if before.results != after.results:
        yield ChangedResults(before=before.results, after=after.results)


def _explained(edits: tuple[Edit, ...], before: Arch, after: Arch) -> list[Change]:
    """The edits as changes, in the order of importance."""
    changes: list[Change] = []
    rest: list[Edit] = list(edits)
    steps = (counts, blocks, lambda edits: changed_order(edits, before, after), strides, others)
    for step in steps:
        found, rest = step(rest)
        changes += found
    return changes


def _kept(root: Item, edits: Iterable[Edit], kind: str) -> float:
    """Which share of the layers of a network are not within what only it has."""
    alone = sum(_layers((edit.item,)) * edit.site.times for edit in edits if edit.kind == kind)
    return 1 - alone / max(_layers(root.bodies[0]), 1)


def _layers(body: Body) -> int:
    """How many layers a row has, all runs counted."""
    return sum((1 if item.kind == "layer" else sum(map(_layers, item.bodies))) * item.times for item in body)


def _ops(item: Item) -> Counter[str]:
    """How many layers of each op an item has, all runs counted."""
    if item.kind == "layer":
        return Counter([item.layer.op.name])
    found: Counter[str] = Counter()
    for body in item.bodies:
        for inner in body:
            found += Counter({name: count * item.times for name, count in _ops(inner).items()})
    return found
