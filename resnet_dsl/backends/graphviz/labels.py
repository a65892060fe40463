"""What stands in a box and over a frame, as markup."""

from resnet_dsl.backends.graphviz.content import (
    BAR,
    FACES,
    THIN,
    Content,
    Line,
    Words,
    bars,
    box_content,
    frame_content,
    title_content,
)
from resnet_dsl.backends.graphviz.markup import cell, label, line, lines, row, table
from resnet_dsl.backends.graphviz.theme import Look
from resnet_dsl.diagram.graph import Box, Frame, Graph, Share


def box_label(box: Box, look: Look) -> str:
    """The text of a box."""
    content = box_content(box)
    if box.kind == "shape":
        return label("".join(words_label(one, look) for one in content.above))
    return label(_stacked(content, look))


def frame_label(frame: Frame, look: Look) -> str:
    """The text over a frame."""
    return label(_stacked(frame_content(frame), look, align="left"))


def title_label(graph: Graph, look: Look) -> str:
    """What stands over the picture."""
    rows = [row(cell(words_label(one, look), align="left")) for one in title_content(graph).above]
    return label(table(*rows, spacing=2))


def words_label(words: Line, look: Look) -> str:
    """One line."""
    return "".join(_words(one, look) for one in words)


def _words(words: Words, look: Look) -> str:
    if not words.face:
        return words.text
    face = FACES[words.face]
    return line(words.text, face.size, look.pale if face.pale else "", bold=face.bold, italic=face.italic)


def _stacked(content: Content, look: Look, **attributes: str) -> str:
    """Parts below each other, the share of the whole last."""
    rows = [_row(one, look, **attributes) for one in content.above]
    if content.barred:
        inner = lines(*(words_label(one, look) for one in content.barred))
        rows.append(row(cell(table(row(cell(inner, border=1, sides="LR", color=look.grey, cellpadding=3))))))
    rows += [_row(one, look, **attributes) for one in content.below]
    rows += [row(cell(_share(content.share, look)))] if content.share else []
    return table(*rows) if rows else ""


def _row(words: Line, look: Look, **attributes: str) -> str:
    return row(cell(words_label(words, look), **attributes))


def _share(share: Share, look: Look) -> str:
    """Two bars, how much of the parameters and of the multiply-adds of the whole."""
    rows = (_bar(full, text, colour, look) for (full, text), colour in zip(bars(share), look.bar, strict=True))
    return table(*rows, spacing=1)


def _bar(full: int, text: str, colour: str, look: Look) -> str:
    cells = [(full, colour), (BAR - full, look.empty)]
    drawn = [cell("", fixedsize="true", width=width, height=THIN, bgcolor=fill) for width, fill in cells if width]
    inner = table(row(*drawn), fixedsize="true", width=BAR, height=THIN)
    return row(cell(inner), cell(words_label((Words(text, "value"),), look), align="right", width=32))
