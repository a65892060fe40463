"""What became of the parts of a network, marked in its picture."""

from dataclasses import replace

from resnet_dsl.analysis.difference.marks import Marks
from resnet_dsl.diagram.graph import Box, Frame, Graph, Mark

OWN: tuple[Mark, ...] = ("added", "removed", "changed")
"""The marks, the ones that say most first. What is only called otherwise has none."""


def marked(graph: Graph, marks: Marks) -> Graph:
    """The picture with marks: on layers, on folded blocks that hold what differs, on frames that are new as a whole.

    A card has the marks of the use that it is drawn as.
    """
    boxes = {id: replace(box, mark=_of_box(box, marks)) for id, box in graph.boxes.items()}
    frames = {id: replace(frame, mark=_of_frame(frame, marks)) for id, frame in graph.frames.items()}
    return replace(graph, boxes=boxes, frames=frames)


def _of_box(box: Box, marks: Marks) -> Mark:
    if box.kind != "folded":
        kinds = {marks.kind_of(key) for key in box.keys}
        return next((mark for mark in OWN if mark in kinds), "")
    if marks.within(box.key, box.count):
        return _whole(box.key, marks) or "changed"
    return ""


def _of_frame(frame: Frame, marks: Marks) -> Mark:
    return _whole(frame.key, marks) if frame.key else ""


def _whole(key: str, marks: Marks) -> Mark:
    kind = marks.kind_of(key)
    return kind if kind == "added" or kind == "removed" else ""
