"""What stands in a box and over a frame."""

from collections.abc import Iterable
from textwrap import wrap

from resnet_dsl.backends.graphviz.markup import cell, label, line, lines, row, table
from resnet_dsl.backends.graphviz.theme import Look
from resnet_dsl.diagram.graph import Box, Frame, Graph, Share
from resnet_dsl.diagram.texts import percent

SMALL, TINY, BAR, THIN, TITLE_WIDTH = 10, 9, 48, 4, 90


def box_label(box: Box, look: Look) -> str:
    """The text of a box."""
    if box.kind in ("entry", "split"):
        return ""
    if box.kind == "shape":
        return label(line(box.head, SMALL, bold=True))
    parts = [*_heading(box, look), *_body(box, look), line(box.note, TINY, look.pale, italic=True)]
    return label(_stacked(parts, box.share, look))


def _heading(box: Box, look: Look) -> list[str]:
    times = f" ×{box.count}" if box.count > 1 else ""
    if box.kind == "folded":
        sign = f"{_sign(box.card)} " if box.card else ""
        name = line(box.label or box.head, bold=True) + line(times, 13, bold=True)
        return [sign + name, line(box.head if box.label else "", SMALL, look.pale)]
    before = line(" · ".join(box.before), SMALL, look.pale)
    return [before, line(box.head) + line(times, 13, bold=True) if box.head else ""]


def _sign(card: str) -> str:
    return line(f"[{card}]", bold=True)


def _body(box: Box, look: Look) -> list[str]:
    if box.kind != "folded":
        return [line(" · ".join(box.behind), SMALL, look.pale)]
    if not box.lines:
        return []
    inner = lines(*(line(text, SMALL) for text in box.lines))
    return [table(row(cell(inner, border=1, sides="LR", color=look.grey, cellpadding=3)))]


def frame_label(frame: Frame, look: Look) -> str:
    """The text over a frame."""
    if frame.kind == "card":
        title = line(f"[{frame.sign}] {frame.title}", 12, bold=True)
        parts = [title, line(frame.subtitle, SMALL), line(frame.shape, TINY, look.pale)]
        return label(_stacked(parts, None, look, align="left"))
    stage = frame.kind == "stage"
    times = f"×{frame.count}" if frame.count > 1 else ""
    parts = [
        line(times, 14, bold=True),
        line(frame.title, 13 if stage else SMALL, bold=stage),
        line(frame.subtitle, 11, bold=stage),
        line(frame.shape, SMALL, look.pale),
    ]
    return label(_stacked(parts, frame.share, look, align="left"))


def _stacked(parts: Iterable[str], share: Share | None, look: Look, **attributes: str) -> str:
    """Parts below each other, the share of the whole last."""
    rows = [row(cell(part, **attributes)) for part in parts if part]
    rows += [row(cell(_share(share, look)))] if share else []
    return table(*rows) if rows else ""


def _share(share: Share, look: Look) -> str:
    """Two bars, how much of the parameters and of the multiply-adds of the whole."""
    pairs = zip((share.parameters, share.macs), look.bar, strict=True)
    return table(*(_bar(part, colour, look) for part, colour in pairs), spacing=1)


def _bar(part: float, colour: str, look: Look) -> str:
    full = min(BAR, max(1 if part else 0, round(part * BAR)))
    cells = [(full, colour), (BAR - full, look.empty)]
    drawn = [cell("", fixedsize="true", width=width, height=THIN, bgcolor=fill) for width, fill in cells if width]
    inner = table(row(*drawn), fixedsize="true", width=BAR, height=THIN)
    return row(cell(inner), cell(line(percent(part), TINY, look.pale), align="right", width=32))


def title_label(graph: Graph, look: Look) -> str:
    """What stands over the picture."""
    subtitle = [line(text) for text in wrap(graph.subtitle, TITLE_WIDTH)]
    parts = [line(graph.title, 18, bold=True), *subtitle, line(graph.caption, 11, look.pale)]
    return label(table(*(row(cell(part, align="left")) for part in parts), spacing=2))
