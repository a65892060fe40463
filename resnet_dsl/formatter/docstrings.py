"""Docstrings: only their indentation and the spaces at the ends of their lines may change."""

TAB = 4
SPACES = " \t\r\f"
QUOTES = '"""'


def reindented(text: str, indent: int) -> list[str]:
    """The lines of a docstring, its quotes included, that begins at an indentation."""
    margin = " " * indent
    return [margin + line if line else "" for line in essence(text)]


def essence(text: str) -> list[str]:
    """The lines of a docstring without their common indentation: what a formatter must not change."""
    first, *rest = (_expanded(line.rstrip(SPACES)) for line in text.split("\n"))
    rest = [QUOTES if line.lstrip() == QUOTES else line for line in rest]
    margin = min((_depth(line) for line in rest if line not in ("", QUOTES)), default=0)
    return [first, *(line if line == QUOTES else line[margin:] for line in rest)]


def _expanded(line: str) -> str:
    """The line with spaces for the tabs that it begins with."""
    return " " * _depth(line.expandtabs(TAB)) + line.lstrip(SPACES)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(SPACES))
