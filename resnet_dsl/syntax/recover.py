"""What can be read of a text with slips: each statement by itself, with a `Broken` in the place of those that cannot.

The parser of the grammar stops at the first slip, and is asked first. If it does, the characters are read leniently
(`lenient.py`), the brackets are made to match (`brackets.py`), and every statement is parsed alone, those in its braces
before it. So a slip costs the statement that it stands in, and what stands in the braces of that one is read all the
same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from re import compile
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedToken, VisitError

from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax import tree
from resnet_dsl.syntax.brackets import ITEMS, match_brackets
from resnet_dsl.syntax.build import Builder, TooLong, docstring_of, file_of
from resnet_dsl.syntax.layout import Layout, NestingError
from resnet_dsl.syntax.lenient import MARK, Rank, Slip, mark, read_tokens, slip
from resnet_dsl.syntax.slips import MOST_SLIPS, at, too_deep, too_long, too_many, unexpected

ExpressionAt = Callable[[Span], tree.Expression]
WORD = compile(r'"([^"\n]*)"|(\w+)')
ENDS = {"_statement": {"SEPARATOR", "RBRACE"}, "_item": {"SEPARATOR", "$END"}}
"""What stands behind a whole statement or declaration."""
PARAMETERS = ["ARCH", "NAME", "LPAR", "RPAR", "LBRACE", "RBRACE"]
"""What an arch begins and ends with that has parameters and extends none."""


def recover(
    file: SourceFile, lark: Lark, grammar: str, expression_at: ExpressionAt
) -> tuple[tree.File, tuple[Diagnostic, ...]]:
    """The tree of a file that the parser refuses, and what is wrong with its syntax."""
    place = Span(file, 0, len(file.text))
    tokens, characters = read_tokens(grammar, place)
    tokens, brackets = match_brackets(tokens, place)
    reader = _Reader(place, lark, expression_at, Layout().process(iter(tokens)))
    content = reader.file()
    return content, _told([*characters, *brackets, *reader.slips])


def _told(slips: Iterable[Slip]) -> tuple[Diagnostic, ...]:
    """What is told of the slips: of each line what most likely caused the rest, and not more of a file than helps."""
    lines: dict[int, list[Slip]] = {}
    for found in sorted(slips, key=lambda found: found.span.start):
        line, _ = found.span.file.position(found.span.start)
        if not (found.is_docstring and line - 1 in lines):
            lines.setdefault(line, []).append(found)
    told = [found for line in lines.values() for found in _causes(line)]
    shown = tuple(found.diagnostic for found in told[:MOST_SLIPS])
    return shown if len(told) <= MOST_SLIPS else (*shown, too_many(told[MOST_SLIPS].span))


def _causes(line: list[Slip]) -> Iterator[Slip]:
    """The slips of a line that stand for mistakes of their own: of brackets one, of statements those behind a `;`."""
    rank = min(found.rank for found in line)
    causes = [found for found in line if found.rank == rank]
    yield causes[0]
    for before, found in pairwise(causes):
        between = Span(found.span.file, before.span.end, max(before.span.end, found.span.start)).text
        if rank is Rank.CHARACTER or (rank is Rank.GRAMMAR and ";" in between):
            yield found


@dataclass(frozen=True)
class _Piece:
    """The tokens of a statement, with `{` and `}` alone of each brace, and the one behind; None at the end."""

    tokens: list[Token]
    behind: Token | None


class _Reader:
    """Reads tokens whose brackets match."""

    def __init__(self, place: Span, lark: Lark, expression_at: ExpressionAt, tokens: Iterator[Token]) -> None:
        self.place = place
        self.lark = lark
        self.tokens = tokens
        self.behind = Token("$END", "")
        self.slips: list[Slip] = []
        self.is_cut = False
        self.bodies: dict[int, tree.Body] = {}
        self.builder = Builder(place.file, place.start, expression_at, self.bodies)

    def file(self) -> tree.File:
        """The whole file. Of what stands outside of blocks and archs by mistake only the first is reported.

        Nothing is behind the head of one without its brace, which is reported itself.
        """
        docstring, pieces = self._docstring("_item")
        nodes: list[Any] = []
        is_lost = False
        for piece in pieces:
            known = len(self.slips)
            nodes.append(self._parsed(piece, "_item") or self._broken_item(piece))
            is_item = piece.tokens[0].type in ITEMS
            if is_lost and not is_item:
                del self.slips[known:]
            is_lost = not is_item or _is_head(piece)
        return file_of(self.place.file, docstring, nodes)

    def _body(self, opener: Token) -> tree.Body:
        docstring, pieces = self._docstring("_statement")
        statements = tuple(self._parsed(piece, "_statement") or self._broken(piece) for piece in pieces)
        return tree.Body(at(opener, self.place).to(at(self.behind, self.place)), statements, docstring)

    # pieces

    def _pieces(self) -> Iterator[_Piece]:
        """The statements up to the `}` of this brace, which is then `behind`, or to the end."""
        tokens: list[Token] = []
        while (token := self._next()) is not None:
            if token.type not in ("SEPARATOR", "RBRACE"):
                tokens.append(token)
                if token.type == "LBRACE":
                    self.bodies[token.start_pos or 0] = self._body(token)
                    tokens.append(self.behind)
                continue
            self.behind = token
            if tokens:
                yield _Piece(tokens, token)
            tokens, self.behind = [], token
            if token.type == "RBRACE":
                return
        if tokens:
            yield _Piece(tokens, None)

    def _next(self) -> Token | None:
        """The next token; None at the end, and where it is not worth reading on."""
        try:
            return next(self.tokens, None) if len(self.slips) <= MOST_SLIPS else None
        except NestingError as error:
            self.slips.append(slip(Rank.CHARACTER, too_deep(error.token, self.place)))
            self.is_cut = True
            return None

    def _docstring(self, rule: str) -> tuple[str, Iterator[_Piece]]:
        """The docstring that a brace or the file begins with, and the pieces behind it."""
        pieces = self._pieces()
        first = next(pieces, None)
        if first is None or first.tokens[0].type != "DOCSTRING":
            return "", chain([first] if first else [], pieces)
        text, rest = docstring_of(first.tokens), first.tokens[1:]
        if not rest:
            return text, pieces
        if rest[0].type != MARK:
            self._report(unexpected(rest[0], ENDS[rule], self.place))
        return text, chain([_Piece([mark(rest[0]), *rest], first.behind)], pieces)

    def _report(self, *diagnostics: Diagnostic) -> None:
        self.slips += [slip(Rank.GRAMMAR, diagnostic) for diagnostic in diagnostics]

    # one piece

    def _parsed(self, piece: _Piece, rule: str) -> Any:
        """The node of a piece; None where it is broken, which is then reported."""
        if any(token.type == MARK for token in piece.tokens):
            return None
        parser = self.lark.parse_interactive(start=rule)
        token = piece.tokens[0]
        try:
            for token in piece.tokens:
                parser.feed_token(token)
            token = piece.behind or Token("$END", "")
            end = Token.new_borrow_pos("$END", "", piece.tokens[-1])
            return self.builder.transform(parser.feed_token(end)).children[0]
        except UnexpectedToken as error:
            error.interactive_parser = parser
            self._refuse(token, set(error.accepts), rule)
        except VisitError as error:
            self._report(*_in_building(error.orig_exc))
        return None

    def _refuse(self, token: Token, accepted: set[str], rule: str) -> None:
        """Report a token. Of a brace that is not in the text this is done; nor is told how a misplaced one begins.

        Nor the end, where reading stopped at a limit.
        """
        if self.is_cut and token.type == "$END":
            return
        if token.type == "LBRACE":
            if token.start_pos == token.end_pos:
                return
            begins = [statement.span.start for statement in self.bodies[token.start_pos or 0].statements[:1]]
            self.slips = [found for found in self.slips if found.span.start not in begins]
        expected = (accepted - {"$END"}) | ENDS[rule] if "$END" in accepted else accepted
        self._report(unexpected(token, expected, self.place))

    def _broken(self, piece: _Piece) -> tree.Broken:
        span = at(piece.tokens[0], self.place).to(at(piece.tokens[-1], self.place))
        bodies = tuple(self.bodies[token.start_pos or 0] for token in piece.tokens if token.type == "LBRACE")
        ends = [span.start, *(end for body in bodies for end in (body.span.start, body.span.end)), span.end]
        head = " ".join(span.file.text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True))
        return tree.Broken(span, frozenset(text or word for text, word in WORD.findall(head)), bodies)

    def _broken_item(self, piece: _Piece) -> tree.Broken | tree.Arch:
        """What is left of a declaration. An arch whose parameters alone are broken is one with a broken statement."""
        broken = self._broken(piece)
        kinds = [token.type for token in piece.tokens]
        name = piece.tokens[1] if kinds[1:2] == ["NAME"] else None
        if name is not None and [*kinds[:3], *kinds[-3:]] == PARAMETERS and kinds.count("LBRACE") == 1:
            return self._without_parameters(piece, name, broken)
        if kinds[0] in ("ARCH", "BLOCK"):
            return tree.Broken(broken.span, frozenset([str(name)] if name else []), broken.bodies)
        return broken

    def _without_parameters(self, piece: _Piece, name: Token, broken: tree.Broken) -> tree.Arch:
        (body,) = broken.bodies
        header = self._broken(_Piece(piece.tokens[:-2], None))
        body = tree.Body(body.span, (header, *body.statements), body.docstring)
        return tree.Arch(broken.span, str(name), at(name, self.place), body=body)


def _is_head(piece: _Piece) -> bool:
    """Whether it is the beginning of a block or an arch without a body."""
    return piece.tokens[0].type != "IMPORT" and all(token.type != "LBRACE" for token in piece.tokens)


def _in_building(cause: Exception) -> tuple[Diagnostic, ...]:
    """What the builder found wrong with a statement."""
    if isinstance(cause, TooLong):
        return (too_long(cause.span),)
    if isinstance(cause, ArchError):
        return cause.diagnostics
    raise cause
