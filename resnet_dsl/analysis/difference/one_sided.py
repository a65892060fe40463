"""What only one of two networks has: what it is, what it is called and where it stands."""

from resnet_dsl.analysis.difference.changes import Added, Change, Removed
from resnet_dsl.analysis.difference.edits import Edit
from resnet_dsl.analysis.difference.flows import flow
from resnet_dsl.analysis.difference.names import Names, Path, path_text
from resnet_dsl.analysis.difference.outline import Item
from resnet_dsl.analysis.difference.places import place_of
from resnet_dsl.analysis.wording import op_wording
from resnet_dsl.ir.nodes import Layer
from resnet_dsl.ops.core.op import CONVOLUTION, LINEAR

MOST_LAYERS = 6


def one_sided(edit: Edit) -> Change:
    """What was added or removed, with its kernels and channels, and where."""
    make = Added if edit.kind == "added" else Removed
    what = op_wording(edit.item.layer.op) if edit.item.kind == "layer" else _contents(edit.item) or _word(edit.item)
    if edit.item.times > 1:
        what = f"{what} ×{edit.item.times:,}"
    prefix = edit.right if edit.kind == "added" else edit.left
    members = tuple(path_text((*prefix, *names)) for names in _members(edit.item))
    return make(what=what, members=members, places=(place_of(edit.site),), **where(edit))


def _members(item: Item) -> list[Path]:
    """The names of an item, or of the modules and the layers with weights that stand in it without one around."""
    if item.names:
        return [item.names]
    inner = [one for body in item.bodies for one in body]
    return [names for one in inner if not one.names or _counts(one) for names in _members(one)]


def _counts(item: Item) -> bool:
    """Whether a member is worth a name: normalisations and activations go without saying."""
    return item.kind == "module" or item.layer.op.role in (CONVOLUTION, LINEAR)


def _contents(item: Item) -> str:
    """What runs in an item, with the kernels and channels of its main path."""
    layers = [layer.op.label() for layer in _weighted(item) if layer.op.role in (CONVOLUTION, LINEAR)]
    more = f" · and {len(layers) - MOST_LAYERS} more" if len(layers) > MOST_LAYERS else ""
    holds = f" ({' · '.join(layers[:MOST_LAYERS])}{more})" if layers else ""
    if item.kind == "output":
        return f"side result {item.detail[0]}, {flow(item.bodies[0])}{holds}"
    return f"{flow((item,))}{holds}"


def _weighted(item: Item) -> list[Layer]:
    if item.kind == "layer":
        return [item.layer]
    bodies = item.bodies[:1] if item.kind == "residual" else item.bodies
    return [layer for body in bodies for inner in body for layer in _weighted(inner)]


def where(edit: Edit) -> dict[str, str]:
    """What only one network has stands behind something, or before it; a side result behind what it is made of."""
    if edit.item.kind == "output":
        return {"behind": edit.item.detail[1]}
    behind, ahead = edit.behind, edit.ahead
    if not any(names.runs for path in _members(edit.item) for names in path):
        behind, ahead = tuple(one.last for one in behind), tuple(Names.of(one.start) for one in ahead)
    return {"behind": path_text(behind), "ahead": "" if behind else path_text(ahead)}


def _word(item: Item) -> str:
    return f"label `{item.detail}`" if item.kind == "label" else "identity"
