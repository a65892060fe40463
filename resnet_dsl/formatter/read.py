"""From tokens to a document."""

from collections.abc import Iterator
from dataclasses import replace

from resnet_dsl.formatter.docstrings import SPACES, TAB
from resnet_dsl.formatter.document import Body, Bracket, Comment, Entry, Member, Part, Remark, Statement, Word
from resnet_dsl.formatter.spacing import CLOSING, OPENING, Spacing
from resnet_dsl.syntax.lexemes import Lexeme

ENDS = ("SEPARATOR", "NEWLINE", "SEMICOLON")
END = Lexeme("", "", -1)


class Reader:
    """Reads the tokens of a text that the parser takes: every bracket has its partner."""

    def __init__(self, text: str, lexemes: Iterator[Lexeme], spacing: Spacing) -> None:
        self.text = text
        self.spacing = spacing
        self._rest = lexemes
        self._next = next(lexemes, END)

    def entries(self) -> Iterator[Entry]:
        """The statements and comments up to the next `}` or the end of the text."""
        lines, is_first = 0, True
        while self._next.kind not in ("RBRACE", ""):
            if self._next.kind in ENDS:
                lines += self._take().text == "\n"
                continue
            entry = self._entry(same_line=lines == 0 and not is_first)
            yield replace(entry, blank_before=lines > 1 and not is_first)
            lines, is_first = 0, False

    def _entry(self, *, same_line: bool) -> Entry:
        if self._next.kind == "COMMENT":
            return Remark(replace(self._comment(), own_line=True))
        kind = self._next.kind
        members = tuple(self._members(within=False, divides=kind != "FOR"))
        while self._next.text == ";":
            self._take()
        comment = self._comment() if self._next.kind == "COMMENT" else None
        return Statement(kind, members, comment, same_line=same_line)

    def _members(self, *, within: bool, divides: bool = True) -> Iterator[Member]:
        """The members of a bracket, or of a statement: that ends with its line unless a comma stands there."""
        parts: list[Part] = []
        at_comma = False
        while not self._is_over(within, at_comma):
            if self._next.kind == "COMMENT":
                yield Member(tuple(parts), self._comment())
                parts = []
            elif self._next.kind in ENDS:
                if self._take().text == "\n" and parts and at_comma and divides:
                    yield Member(tuple(parts), ends_line=True)
                    parts = []
            else:
                if parts and at_comma and divides:
                    yield Member(tuple(parts))
                    parts = []
                at_comma = self._next.kind == "COMMA"
                parts.append(self._part())
        if parts:
            yield Member(tuple(parts))

    def _is_over(self, within: bool, at_comma: bool) -> bool:
        if within:
            return self._next.kind in CLOSING
        return self._next.kind in ("RBRACE", "") or (self._next.kind in (*ENDS, "COMMENT") and not at_comma)

    def _part(self) -> Part:
        if self._next.kind in OPENING:
            return self._bracket()
        return self._body() if self._next.kind == "LBRACE" else self._word()

    def _word(self) -> Word:
        gap = self.spacing.before(self._next)
        token = self._take()
        return Word(token.kind, token.text, gap)

    def _bracket(self) -> Bracket:
        opening = self._word()
        opened = self._next.text == "\n"
        members = tuple(self._members(within=True))
        return Bracket(opening, members, self._word(), opened and bool(members))

    def _body(self) -> Body:
        start = self._next.start
        opening = self._word()
        comment = self._comment() if self._next.kind == "COMMENT" else None
        entries = tuple(self.entries())
        one_line = "\n" not in self.text[start : self._next.start]
        self._word()
        return Body(opening.gap, entries, comment, one_line)

    def _comment(self) -> Comment:
        token = self._take()
        line = self.text[self.text.rfind("\n", 0, token.start) + 1 : token.start].expandtabs(TAB)
        code = line.rstrip()
        return Comment(token.text.rstrip(SPACES), len(line), len(line) - len(code), not code)

    def _take(self) -> Lexeme:
        taken, self._next = self._next, next(self._rest, END)
        return taken
