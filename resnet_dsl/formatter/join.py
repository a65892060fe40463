"""Statements that the author wrote on one line get lines of their own, unless a comment speaks of all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from resnet_dsl.formatter.document import Bracket, Entry, Member, Part, Statement, Word
from resnet_dsl.formatter.rows import LONGEST

SIGN = Word("SEMICOLON", ";", "")


def join(entries: Iterable[Entry], indent: int) -> Iterator[Entry]:
    """The entries of a brace; statements with a comment behind their line or above it are one where that fits."""
    above: Entry | None = None
    line: list[Entry] = []
    for entry in entries:
        if not (isinstance(entry, Statement) and entry.same_line):
            yield from _joined(above, line, indent)
            above, line = line[-1] if line else None, []
        line.append(entry)
    yield from _joined(above, line, indent)


def _joined(above: Entry | None, line: list[Entry], indent: int) -> list[Entry]:
    statements = [entry for entry in line if isinstance(entry, Statement)]
    if len(statements) < 2:
        return line
    *others, last = statements
    is_meant = last.comment or (above and not isinstance(above, Statement) and not line[0].blank_before)
    codes = [*(one.flat for one in others), last.code]
    width = indent + sum(len(code or "") + len(";  ") for code in codes) - len(";  ")
    if not is_meant or None in codes or width > LONGEST:
        return line
    return [Statement("", (Member(_in_turn(statements)),), last.comment, line[0].blank_before)]


def _in_turn(statements: list[Statement]) -> tuple[Part, ...]:
    parts = list(statements[0].parts)
    for statement in statements[1:]:
        first, *rest = statement.parts
        assert not isinstance(first, Bracket)
        parts += (SIGN, replace(first, gap="  "), *rest)
    return tuple(parts)
