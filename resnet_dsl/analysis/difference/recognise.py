"""Edits as changes: each step takes what it can explain and leaves the rest to the next one."""

from collections.abc import Callable, Sequence
from itertools import permutations

from resnet_dsl.analysis.difference.changes import (
    Change,
    ChangedArgument,
    ChangedCount,
    ChangedDetail,
    ChangedInit,
    ChangedShortcut,
    MovedStride,
    Renamed,
    ReplacedBlock,
    ReplacedOp,
)
from resnet_dsl.analysis.difference.edits import Edit, Site
from resnet_dsl.analysis.difference.flows import flow, shortcut_words
from resnet_dsl.analysis.difference.keys import count_keys
from resnet_dsl.analysis.difference.names import path_text
from resnet_dsl.analysis.difference.one_sided import one_sided
from resnet_dsl.analysis.difference.outline import Body, Item
from resnet_dsl.analysis.difference.places import Place, place_of
from resnet_dsl.analysis.wording import op_wording, show
from resnet_dsl.ir.nodes import Init

Step = Callable[[Sequence[Edit]], tuple[list[Change], list[Edit]]]
INSIDE = ("added", "removed", "replaced", "argument")
"""Edits that another block explains."""


def counts(edits: Sequence[Edit]) -> tuple[list[Change], list[Edit]]:
    """Modules and runs of the same kind of which there are more or fewer in a row."""
    taken = [edit for edit in edits if edit.kind == "count" or _is_one_more(edit)]
    known = set(map(id, taken))
    return list(dict.fromkeys(map(_count, taken))), [edit for edit in edits if id(edit) not in known]


def _is_one_more(edit: Edit) -> bool:
    """Whether a module that only one network has is one more of a row of equal ones, in which both have only such."""
    if edit.kind not in ("added", "removed") or edit.item.kind != "module" or edit.left or edit.right:
        return False
    rows = [_modules(item.bodies[0]) for item in (edit.site.one, edit.site.other)]
    alike = all(len({item.module.block for item in row}) == 1 for row in rows)
    own = rows[edit.kind == "added"]
    equal = any(item.bodies == edit.item.bodies and item.names != edit.item.names for item in own)
    differ = len({sum(item.times for item in row) for row in rows}) > 1
    return alike and equal and differ and all(item.module.name is None for row in rows for item in row)


def _modules(body: Body) -> list[Item]:
    return [item for item in body if item.kind == "module"]


def _count(edit: Edit) -> Change:
    places = (place_of(edit.site),)
    if edit.kind == "count" and edit.before and edit.after:
        pair = sum(edit.before.counts), sum(edit.after.counts)
        return ChangedCount(what=f"({flow(edit.after.bodies[-1])})", counts=(pair,), places=places)
    rows = [_modules(item.bodies[0]) for item in (edit.site.one, edit.site.other)]
    pair = sum(item.times for item in rows[0]), sum(item.times for item in rows[1])
    return ChangedCount(what=rows[1][0].module.block or "block", counts=(pair,), places=places)


def blocks(edits: Sequence[Edit]) -> tuple[list[Change], list[Edit]]:
    """Modules that are another block, with other layers."""
    sites = {id(edit.site): edit.site for edit in edits if _needs_another_block(edit)}
    changes = [_block(place_of(site), site) for site in sites.values()]
    return changes, [edit for edit in edits if id(edit.site) not in sites or not _is_told_by_block(edit)]


def _needs_another_block(edit: Edit) -> bool:
    """Whether an edit of the main path, of more than what an order moves, is in what is another block."""
    names = edit.site.one.module.block, edit.site.other.module.block
    inner = edit.kind in ("added", "removed") and not edit.within and not edit.item.is_companion
    return inner and edit.site.role == "block" and names[0] != names[1] and all(names)


def _block(place: Place, site: Site) -> Change:
    flows = [flow(item.bodies[0], kernels=True) for item in (site.one, site.other)]
    before, after = site.one.module.block, site.other.module.block
    return ReplacedBlock(before=before, after=after, flow_before=flows[0], flow_after=flows[1], places=(place,))


def _is_told_by_block(edit: Edit) -> bool:
    """Whether that a module is another block says it: what it runs, and with which kernels."""
    of_kernel = edit.differs is None or edit.differs.name == "kernel"
    return not edit.within and edit.kind in INSIDE and of_kernel


def strides(edits: Sequence[Edit]) -> tuple[list[Change], list[Edit]]:
    """Strides that went from one layer of a module to another."""
    of_strides = [edit for edit in edits if edit.differs is not None and edit.differs.name == "stride"]
    moved: dict[int, Change] = {}
    for source, target in permutations(of_strides, 2):
        if id(source) not in moved and id(target) not in moved and _is_moved(source, target):
            moved[id(source)] = moved[id(target)] = _moved(source, target)
    changes = {id(change): change for change in moved.values()}
    return list(changes.values()), [edit for edit in edits if id(edit) not in moved]


def _moved(source: Edit, target: Edit) -> Change:
    assert source.differs is not None
    stride, places = tuple(source.differs.before), (place_of(source.site),)
    return MovedStride(stride=stride, source=source.member, target=target.member, places=places)


def _is_moved(source: Edit, target: Edit) -> bool:
    if source.differs is None or target.differs is None or source.site is not target.site:
        return False
    same = (source.differs.before, source.differs.after) == (target.differs.after, target.differs.before)
    return same and max(source.differs.before) > 1


def others(edits: Sequence[Edit]) -> tuple[list[Change], list[Edit]]:
    """Every edit as what it is by itself."""
    return [_OTHERS[edit.kind](edit) for edit in edits], []


def _argument(edit: Edit) -> Change:
    assert edit.differs is not None
    values = ((edit.differs.before, edit.differs.after),)
    return ChangedArgument(
        op=edit.item.layer.op.name,
        members=(edit.member,),
        argument=edit.differs.name,
        values=values,
        places=(place_of(edit.site),),
    )


def _replaced(edit: Edit) -> Change:
    before, after = (op_wording(item.layer.op) if item else "" for item in (edit.before, edit.after))
    return ReplacedOp(members=(edit.member,), before=before, after=after, places=(place_of(edit.site),))


def _init(edit: Edit) -> Change:
    before, after = (_inits(item.layer.inits) if item else "" for item in (edit.before, edit.after))
    op, places = edit.item.layer.op.name, (place_of(edit.site),)
    return ChangedInit(op=op, members=(edit.member,), before=before, after=after, places=places)


def _inits(inits: tuple[Init, ...]) -> str:
    return ", ".join(map(_init_words, inits)) or "torch's own"


def _init_words(init: Init) -> str:
    arguments = ", ".join(f"{name}={show(value)}" for name, value in init.arguments)
    tensor = "" if init.tensor in ("", "weight") else f"{init.tensor} "
    return f"{tensor}{init.distribution}{f'({arguments})' if arguments else ''}"


def _shortcut(edit: Edit) -> Change:
    before, after = (shortcut_words(item) if item else "" for item in (edit.before, edit.after))
    return ChangedShortcut(before=before, after=after, places=(place_of(edit.site),))


def _detail(edit: Edit) -> Change:
    before, after = (_said(item) if item else "" for item in (edit.before, edit.after))
    return ChangedDetail(what=edit.item.kind, before=before, after=after, places=(place_of(edit.site),))


def _arms(edit: Edit) -> Change:
    before, after = (", ".join(map(_arm, item.bodies)) if item else "" for item in (edit.before, edit.after))
    return ChangedDetail(what="order of arms", before=before, after=after, places=(place_of(edit.site),))


def _arm(body: Body) -> str:
    """An arm by its name, where it is one module, else by what runs in it."""
    if len(body) == 1 and body[0].kind == "module":
        return path_text(body[0].names)
    return flow(body, kernels=True) or "identity"


def _said(item: Item) -> str:
    if item.kind != "output":
        return str(item.detail)
    result, source, training_only = item.detail
    return f"{result} from {source}{' when training' if training_only else ''}"


def _renamed(edit: Edit) -> Change:
    before = path_text((*edit.left, *edit.before.names)) if edit.before else ""
    weights = bool(count_keys(edit.item))
    return Renamed(before=before, after=edit.member, has_weights=weights, places=(place_of(edit.site),))


_OTHERS: dict[str, Callable[[Edit], Change]] = {
    "added": one_sided,
    "removed": one_sided,
    "replaced": _replaced,
    "argument": _argument,
    "init": _init,
    "renamed": _renamed,
    "count": _count,
    "shortcut": _shortcut,
    "detail": _detail,
    "arms": _arms,
}
