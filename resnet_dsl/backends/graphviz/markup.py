"""Text in the markup of Graphviz, whatever it holds."""

from collections.abc import Mapping
from html import escape

import graphviz


def line(text: str, size: int = 11, colour: str = "", *, bold: bool = False, italic: bool = False) -> str:
    """One line; nothing for no text."""
    if not text:
        return ""
    text = escape(plain(text))
    text = f"<b>{text}</b>" if bold else f"<i>{text}</i>" if italic else text
    colour = f' color="{colour}"' if colour else ""
    return f'<font point-size="{size}"{colour}>{text}</font>'


def lines(*texts: str, left: bool = False) -> str:
    """Lines below each other; nothing for no lines."""
    there = [text for text in texts if text]
    return "".join(f'{text}<br align="left"/>' for text in there) if left else "<br/>".join(there)


def table(*rows: str, padding: int = 0, spacing: int = 0, **attributes: str | int) -> str:
    """Rows below each other without borders."""
    told = _attributes({"border": 0, "cellborder": 0, "cellpadding": padding, "cellspacing": spacing, **attributes})
    return f"<table{told}>{''.join(rows)}</table>"


def row(*cells: str) -> str:
    """Cells beside each other."""
    return f"<tr>{''.join(cells)}</tr>"


def cell(content: str, **attributes: str | int) -> str:
    """One cell."""
    return f"<td{_attributes(attributes)}>{content}</td>"


def _attributes(attributes: Mapping[str, str | int]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())


def label(content: str) -> str:
    """Markup as the value of an attribute; nothing for nothing."""
    return f"<{content}>" if content else ""


def verbatim(text: str) -> str:
    """A text outside the markup, whatever it holds."""
    text = graphviz.escape(plain(text))  # no plain string: it is marked as text whatever its first sign
    return text


def plain(text: str) -> str:
    """A text without what no XML can hold: control characters and halves of surrogate pairs."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
