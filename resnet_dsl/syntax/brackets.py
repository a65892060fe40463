"""Brackets made to match, where they do not: a missing one is put in, one too many is taken out, and both are marked.

Which one is missing is first asked of the indentation: a brace holds the lines that are indented deeper than the line
it stands in. If that finds more to complain of than matching alone, the file is not indented so, and matching decides.
"""

from dataclasses import dataclass

from lark import Token

from resnet_dsl.source.file import Span
from resnet_dsl.syntax.absent import absent, ending
from resnet_dsl.syntax.layout import MOST_OPEN, PAIRS
from resnet_dsl.syntax.lenient import MARK, Rank, Slip, mark, slip
from resnet_dsl.syntax.slips import (
    MOST_SLIPS,
    closes_nothing,
    mismatched,
    missing_brace,
    never_closed,
    too_deep,
)

CLOSERS = set(PAIRS.values())
ITEMS = ("ARCH", "BLOCK", "IMPORT")
STARTS = (
    *("NAME", "STRING", "INTEGER", "LBRACE", "CONCAT", "ADD", "MUL", "RESIDUAL", "STAGE", "FROM", "IF", "FOR"),
    *("INPUT", "ORDER", "INIT", "LET", "ASSERT", "WEIGHTS", "OUTPUT", "AFTER"),
)
"""What a statement begins with."""
BLANK = ("NEWLINE", "SEMICOLON")


def match_brackets(tokens: list[Token], place: Span) -> tuple[list[Token], list[Slip]]:
    """The tokens with brackets that match, and what was wrong with them."""
    plain = _Matcher(place, by_indent=False).run(tokens)
    if not plain.slips:
        return plain.out, []
    best = min(_Matcher(place, by_indent=True).run(tokens), plain, key=lambda matcher: matcher.doubt)
    return best.out, best.slips


@dataclass(frozen=True)
class _Open:
    token: Token
    indent: int
    line: int
    index: int
    """Where it stands among the tokens that are given out."""

    @property
    def is_brace(self) -> bool:
        return self.token.type == "LBRACE"


@dataclass(frozen=True)
class _Line:
    indent: int
    start: int
    """Where its tokens begin among those that are given out."""


class _Matcher:
    """One pass over the tokens."""

    def __init__(self, place: Span, *, by_indent: bool) -> None:
        self.place = place
        self.by_indent = by_indent
        self.out: list[Token] = []
        self.slips: list[Slip] = []
        self.open: list[_Open] = []
        self.lines: list[_Line] = []
        self.indent = 0
        self.is_cut = False
        self.outside = 0

    @property
    def doubt(self) -> int:
        """How much is to complain of; several statements outside of all braces speak against this way to match."""
        return len(self.slips) + max(0, self.outside - 1)

    def run(self, tokens: list[Token]) -> "_Matcher":
        """Take all tokens, or as many as are worth it."""
        fresh = True
        for token in tokens:
            if self._is_enough(token):
                break
            if token.type == "NEWLINE":
                self.out.append(token)
                fresh = True
                continue
            if fresh:
                self._begin_line(token)
            self._take(token, first=fresh)
            fresh = False
        self._end(self.open[::-1])
        return self

    def _is_enough(self, token: Token) -> bool:
        """Whether the rest, from this token on, is not worth reading."""
        if token.type in PAIRS and len(self.open) == MOST_OPEN:
            self.slips.append(slip(Rank.CHARACTER, too_deep(token, self.place)))
            self.is_cut = True
            del self.out[self.open[1].index :], self.open[1:]
        self.is_cut = self.is_cut or len(self.slips) > MOST_SLIPS
        return self.is_cut

    def _begin_line(self, token: Token) -> None:
        self.indent = token.column or 1
        ended: list[_Open] = []
        while self.open and self._ends_before(token):
            ended.append(self.open.pop())
        self._end(ended)
        self.lines.append(_Line(self.indent, len(self.out)))
        self.outside += not self.open and token.type in STARTS
        if ended and self._stands_for_brace(token):
            self.out.append(mark(token))

    def _stands_for_brace(self, token: Token) -> bool:
        """Whether a line where a brace must have ended begins with what was most likely meant as its `}`."""
        return token.type not in (ITEMS if self.indent == 1 else STARTS) and token.type not in CLOSERS

    def _ends_before(self, token: Token) -> bool:
        """Whether the innermost open bracket must have ended before a line that begins with this token."""
        if token.type in ITEMS and self.indent == 1:
            return True
        if not self.by_indent:
            return False
        indent = self.open[-1].indent
        return indent > self.indent if token.type in CLOSERS else indent >= self.indent

    def _take(self, token: Token, *, first: bool) -> None:
        if token.type in PAIRS:
            if token.type == "LBRACE":
                self._end_parentheses()
            self.open.append(_Open(token, self.indent, len(self.lines), len(self.out)))
            self.out.append(token)
        elif token.type == "RBRACE":
            self._close_brace(token, first=first)
        elif token.type in CLOSERS:
            self._close(token, first=first)
        else:
            self.out.append(token)

    # closing

    def _close_brace(self, token: Token, *, first: bool) -> None:
        if any(opened.is_brace for opened in self.open):
            self._end_parentheses()
        elif self.open:
            return self._mismatch(token)
        if self._is_closed_by(first=first):
            return self._match(token)
        if first and self._put_in_brace():
            self.out += [absent("SEMICOLON", self.out[-1]), mark(token)]
            return self._match(token)
        return self._drop(token)

    def _is_closed_by(self, *, first: bool) -> bool:
        """Whether the innermost brace may end here: as far in as it began, or on its own line."""
        if not self.open:
            return False
        opened = self.open[-1]
        return not self.by_indent or opened.indent == self.indent or (not first and opened.line == len(self.lines))

    def _close(self, token: Token, *, first: bool) -> None:
        if not self.open:
            return self._drop(token)
        if PAIRS[self.open[-1].token.type] == token.type:
            return self._match(token)
        if self.open[-1].is_brace:
            stands_for_brace = self.by_indent and first and self.open[-1].indent == self.indent
            return self._mismatch(token) if stands_for_brace else self._drop(token)
        if len(self.open) > 1 and PAIRS[self.open[-2].token.type] == token.type:
            self._end([self.open.pop()])
            return self._match(token)
        return self._mismatch(token)

    def _match(self, token: Token) -> None:
        self.open.pop()
        self.out.append(token)

    def _mismatch(self, token: Token) -> None:
        opener = self.open.pop().token
        self.slips.append(slip(Rank.OPEN, mismatched(opener, token, self.place)))
        self.out += ending(opener, token)

    def _drop(self, token: Token) -> None:
        self.slips.append(slip(Rank.CLOSED, closes_nothing(token, self.place)))
        self.out.append(mark(token))

    # what is missing

    def _end_parentheses(self) -> None:
        ended: list[_Open] = []
        while self.open and not self.open[-1].is_brace:
            ended.append(self.open.pop())
        self._end(ended)

    def _end(self, ended: list[_Open]) -> None:
        """Close brackets behind the last token, and report them; the innermost comes first."""
        if not ended:
            return
        stop = _behind(self.out, len(self.out))
        last = self.out[stop - 1]
        end = self.place.start + (last.end_pos or 0)
        if not self.is_cut:
            openers = [opened.token for opened in ended]
            self.slips.append(slip(Rank.OPEN, never_closed(openers, Span(self.place.file, end, end), self.place)))
        self.out[stop:stop] = [new for opened in ended for new in ending(opened.token, last)]

    def _put_in_brace(self) -> bool:
        """Open a brace behind the line that the lines before this one are indented under, if it is there."""
        for i in range(len(self.lines) - 2, -1, -1):
            if self.lines[i].indent <= self.indent:
                if self.lines[i].indent < self.indent or i == len(self.lines) - 2:
                    return False
                return self._open_behind(i)
        return False

    def _open_behind(self, i: int) -> bool:
        start, stop = self.lines[i].start, _behind(self.out, self.lines[i + 1].start)
        if not _are_matched(self.out[stop:]):
            return False
        last = self.out[stop - 1]
        if not any(token.type == MARK for token in self.out[start:stop]):
            self.slips.append(slip(Rank.CLOSED, missing_brace(last, self.place)))
        opener = absent("LBRACE", last)
        self.out.insert(stop, opener)
        self.open.append(_Open(opener, self.indent, i, stop))
        self.lines[i:] = [_Line(self.indent, len(self.out))]
        return True


def _behind(tokens: list[Token], end: int) -> int:
    """The place behind the last token before `end` that is more than the end of a line."""
    while end and tokens[end - 1].type in BLANK:
        end -= 1
    return end


def _are_matched(tokens: list[Token]) -> bool:
    """Whether all that is opened among tokens is closed among them, and the other way round."""
    depth = 0
    for token in tokens:
        depth += (token.type in PAIRS) - (token.type in CLOSERS)
        if depth < 0:
            return False
    return depth == 0
