"""Labels that differ, where something else says so: what reads them, or a member of the same new name."""

from collections.abc import Iterable

from resnet_dsl.analysis.difference.edits import Edit
from resnet_dsl.analysis.difference.outline import Item

Pair = tuple[str, str]


def without_labels(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits without those that only follow from a label that is called otherwise, or that nothing reads any more.

    Of a label with another name one edit is left, and none where that is the name of a member, whose edit says it.
    """
    edits = tuple(edits)
    renamed = [edit for edit in edits if _is_label(edit) and _pair(edit)]
    members = {(edit.site.after, _names(edit)) for edit in edits if edit.kind == "renamed"}
    left = [
        edit
        for edit in edits
        if not (_follows(edit, renamed) or (_is_label(edit) and (edit.site.after, _pair(edit)) in members))
    ]
    others = [edit for edit in left if not _is_label(edit)]
    return tuple(edit for edit in left if not (_is_label(edit) and _is_told(edit, others)))


def _is_label(edit: Edit) -> bool:
    return edit.item.kind == "label"


def _names(edit: Edit) -> Pair:
    """The two names of a member, in the first of its runs."""
    assert edit.before
    assert edit.after
    return edit.before.names[-1].start, edit.after.names[-1].start


def _pair(edit: Edit) -> Pair | None:
    return (edit.before.detail, edit.after.detail) if edit.before and edit.after else None


def _stands_around(label: Edit, reader: Edit) -> bool:
    """Whether a label is in sight of what reads: in the same module, or in one around it."""
    outer, inner = label.site, reader.site
    return inner.before[: len(outer.before)] == outer.before and inner.after[: len(outer.after)] == outer.after


def _follows(edit: Edit, renamed: Iterable[Edit]) -> bool:
    """Whether the same value is read by its other name."""
    pair, pairs = _pair(edit), {_pair(label) for label in renamed if _stands_around(label, edit)}
    if edit.kind != "detail" or pair is None:
        return False
    if edit.item.kind == "read":
        return pair in pairs
    if edit.item.kind == "output":
        one, other = pair
        return (one[1], other[1]) in pairs and (one[0], one[2]) == (other[0], other[2])
    return False


def _is_told(edit: Edit, others: Iterable[Edit]) -> bool:
    """Whether a label of one network alone is read there by something that differs too."""
    others = [other for other in others if _stands_around(edit, other)]
    if edit.kind == "removed":
        return any(other.before and _reads(other.before, edit.item.detail) for other in others)
    return edit.kind == "added" and any(other.after and _reads(other.after, edit.item.detail) for other in others)


def _reads(item: Item, label: str) -> bool:
    source = item.detail[1] if item.kind == "output" else item.detail if item.kind == "read" else None
    return source == label or any(_reads(inner, label) for body in item.bodies for inner in body)
