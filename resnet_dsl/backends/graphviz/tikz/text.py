"""What stands in a box, in LaTeX."""

from resnet_dsl.backends.graphviz.content import Content, Line, Words, bars
from resnet_dsl.backends.graphviz.tikz.escape import escape
from resnet_dsl.backends.graphviz.tikz.styles import BARS
from resnet_dsl.diagram.graph import Share

NEW_LINE = r"\\"


def content_text(content: Content, link: str = "") -> str:
    """Lines below each other; the first links to an address where one is given."""
    lines = [line_text(one) for one in content.above]
    if content.barred:
        lines.append(rf"\netlines{{{NEW_LINE.join(map(_row, content.barred))}}}")
    lines += [line_text(one) for one in content.below]
    lines += _shares(content.share) if content.share else []
    if lines and link:
        lines[0] = rf"\href{{{link}}}{{{lines[0]}}}"
    return NEW_LINE.join(lines)


def line_text(line: Line) -> str:
    """One line."""
    return "".join(map(words_text, line))


def words_text(words: Words) -> str:
    """Words in the macro of their face."""
    return rf"\net{words.face}{{{escape(words.text)}}}" if words.face else escape(words.text)


def _row(line: Line) -> str:
    """A line between bars, of the one face that these have; what could be read as an option of a new line is none."""
    text = "".join(escape(words.text) for words in line)
    return f"{{}}{text}" if text.startswith(("[", "*")) else text


def _shares(share: Share) -> list[str]:
    pairs = zip(BARS, bars(share), strict=True)
    return [rf"\netbar{{{name}}}{{{full}}}{{{escape(text)}}}" for name, (full, text) in pairs]
