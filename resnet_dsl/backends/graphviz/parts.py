"""Frames that a cut divides: each part of the strip has a part of the frame, with its text."""

from __future__ import annotations

from resnet_dsl.backends.graphviz.geometry import Layout, Rectangle, around

SIGN = "_part"


def part_id(frame: str, number: int) -> str:
    """The id of a part of a frame; the first has that of the frame."""
    return f"{frame}{SIGN}{number}" if number else frame


def frame_id(part: str) -> str:
    """The id of the frame that a part is of."""
    return part.partition(SIGN)[0]


def later_parts(frame: str, layout: Layout) -> list[str]:
    """The parts of a frame behind the first."""
    return [id for id in layout.frames if id != frame and frame_id(id) == frame]


def divide_frames(layout: Layout, parts: list[Layout]) -> None:
    """Give each part of a layout its part of the frames that no part holds in whole.

    Inside a part the frame keeps the distances that it had to its first and last box.
    """
    whole = {id for part in parts for id in part.frames}
    for id in reversed([id for id in layout.frames if id not in whole]):
        _divide(id, layout, parts)


def _divide(id: str, layout: Layout, parts: list[Layout]) -> None:
    frame = layout.frames[id]
    there = [(part, held) for part in parts if (held := _held(frame, part))]
    every = around([one for _, held in there for one in held])
    above, below = frame.top - every.top, every.bottom - frame.bottom
    for number, (part, held) in enumerate(there):
        content = around(held)
        name, top = part_id(id, number), content.top + above
        part.frames = {name: Rectangle(frame.left, content.bottom - below, frame.right, top)} | part.frames
        if id in layout.labels:
            part.labels[name] = layout.labels[id].moved((0, top - frame.top))


def _held(frame: Rectangle, part: Layout) -> list[Rectangle]:
    """What stands in a frame, of what a part has."""
    return [one for one in (*part.boxes.values(), *part.frames.values()) if frame.holds(one)]
