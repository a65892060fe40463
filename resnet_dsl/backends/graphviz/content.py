"""What stands in a box, over a frame and over the picture, in lines, whatever they are written in."""

from dataclasses import dataclass
from textwrap import wrap

from resnet_dsl.diagram.graph import Box, Frame, Graph, Mark, Share
from resnet_dsl.diagram.texts import percent

BAR, THIN, TITLE_WIDTH = 48, 4, 90
"""The length and height of a full bar of a share, and the number of signs in a line of the title."""


MARKS: dict[Mark, str] = {"added": "+", "removed": "−", "changed": "≠"}
"""The signs of marks, so that they are told without colours too."""


@dataclass(frozen=True)
class Face:
    """How words look: their size in points and the rest. Pale ones are those that can be read later."""

    size: int
    bold: bool = False
    italic: bool = False
    pale: bool = False


FACES = {
    "head": Face(11),
    "name": Face(11, bold=True),
    "detail": Face(10, pale=True),
    "layer": Face(10),
    "mark": Face(9, bold=True),
    "note": Face(9, italic=True, pale=True),
    "times": Face(13, bold=True),
    "shape": Face(10, bold=True),
    "value": Face(9, pale=True),
    "smaller": Face(9, bold=True, pale=True),
    "sign": Face(9, bold=True),
    "small": Face(9, pale=True),
    "heading": Face(9, bold=True, pale=True),
    "card": Face(12, bold=True),
    "stage": Face(13, bold=True),
    "runs": Face(14, bold=True),
    "title": Face(18, bold=True),
    "caption": Face(11, pale=True),
}
"""The faces by what is written in them. A `value` goes along an edge, `smaller` where height and width shrink."""


@dataclass(frozen=True)
class Words:
    """Words of one face; of that around them where it is empty."""

    text: str
    face: str


Line = tuple[Words, ...]


@dataclass(frozen=True)
class Content:
    """What stands below each other: lines, lines between bars, more lines, and the share of the whole."""

    above: tuple[Line, ...] = ()
    barred: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    share: Share | None = None


def box_content(box: Box) -> Content:
    """What stands in a box."""
    match box.kind:
        case "entry" | "split":
            return Content()
        case "shape":
            return Content(_lines(_line(box.head, "shape")))
        case "folded":
            barred = _lines(*(_line(text, "layer") for text in box.lines))
            return Content(_lines(_mark(box.mark), *_folded(box)), barred, _note(box), box.share)
    before, behind = (_line(" · ".join(texts), "detail") for texts in (box.before, box.behind))
    head = _line(box.head, "head") + _times(box) if box.head else ()
    return Content(_lines(_mark(box.mark), before, head, behind), (), _note(box), box.share)


def _mark(mark: Mark) -> Line:
    return _line(f"{MARKS[mark]} {mark}", "mark") if mark else ()


def _folded(box: Box) -> tuple[Line, ...]:
    sign = (Words(f"[{box.card}]", "name"), Words(" ", "")) if box.card else ()
    name = sign + _line(box.label or box.head, "name") + _times(box)
    return _lines(name, _line(box.head if box.label else "", "detail"))


def _times(box: Box) -> Line:
    return _line(f" ×{box.count}", "times") if box.count > 1 else ()


def _note(box: Box) -> tuple[Line, ...]:
    return _lines(_line(box.note, "note"))


def frame_content(frame: Frame) -> Content:
    """What stands over a frame."""
    if frame.kind == "card":
        title = _line(f"[{frame.sign}] {frame.title}", "card")
        return Content(_lines(title, _line(frame.subtitle, "layer"), _line(frame.shape, "value")))
    stage = frame.kind == "stage"
    runs = _line(f"×{frame.count}", "runs") if frame.count > 1 else ()
    title = _line(frame.title, "stage" if stage else "layer")
    subtitle = _line(frame.subtitle, "name" if stage else "head")
    return Content(_lines(runs, title, subtitle, _line(frame.shape, "detail")), share=frame.share)


def title_content(graph: Graph) -> Content:
    """What stands over the picture."""
    subtitle = [_line(text, "head") for text in wrap(graph.subtitle, TITLE_WIDTH)]
    return Content(_lines(_line(graph.title, "title"), *subtitle, _line(graph.caption, "caption")))


def bars(share: Share) -> list[tuple[int, str]]:
    """How long the bars of the parameters and of the multiply-adds are, and what stands behind them."""
    parts = (share.parameters, share.macs)
    return [(min(BAR, max(1 if part else 0, round(part * BAR))), percent(part)) for part in parts]


def _line(text: str, face: str) -> Line:
    return (Words(text, face),) if text else ()


def _lines(*lines: Line) -> tuple[Line, ...]:
    return tuple(line for line in lines if line)
