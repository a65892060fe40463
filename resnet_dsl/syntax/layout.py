"""Between lexer and parser: which newlines end a statement, and what `/` means.

Newlines inside parentheses and brackets and after a comma do not count; of several separators in a row one remains, of
those after `{` and before `}` none. Inside parentheses and brackets `/` divides, elsewhere and at the start of an
argument it begins a stride. After a
dot and after `import` every word is a name, and so are `shortcut` that is not behind a `}` and `weights` that begins no
statement. Brackets are matched here, so that a missing one is reported where it was
opened.
"""

from collections import Counter
from collections.abc import Iterator

from lark import Token

PAIRS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
OPENING = ("LPAR", "LSQB", "COMMA")
"""What stands before an argument: nothing that could be divided."""
MOST_OPEN = 64
MOST_CHOICES = 64


class BracketError(Exception):
    """A bracket without its partner: `opener` and `closer` are the tokens at fault, where there are such."""

    def __init__(self, opener: Token | None, closer: Token | None) -> None:
        super().__init__(opener, closer)
        self.opener = opener
        self.closer = closer


class NestingError(Exception):
    """More brackets are open, or more `else if` follow each other, than may be, at `token`."""

    def __init__(self, token: Token) -> None:
        super().__init__(token)
        self.token = token


class Layout:
    """Lark's hook between lexer and parser."""

    always_accept = ("NEWLINE", "SEMICOLON")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The tokens that the grammar knows."""
        open_brackets: list[Token] = []
        separator: Token | None = None
        quiet = True
        before, starts = "", True
        choices = Counter[int]()
        for token in stream:
            if token.type in ("NEWLINE", "SEMICOLON"):
                if not quiet and not _inline(open_brackets):
                    separator = separator or token
                continue
            if separator is not None and token.type != "RBRACE":
                choices[len(open_brackets)] = 0
                yield Token.new_borrow_pos("SEPARATOR", "\n", separator)
            starts = starts or separator is not None
            separator = None
            _match(open_brackets, token)
            choices[len(open_brackets)] += token.type == "IF" and before == "ELSE"
            if choices[len(open_brackets)] > MOST_CHOICES:
                raise NestingError(token)
            token = _meant(token, before, inline=_inline(open_brackets), starts=starts)
            quiet = token.type in ("COMMA", "LBRACE")
            before, starts = token.type, token.type == "LBRACE"
            yield token
        if open_brackets:
            raise BracketError(open_brackets[-1], None)


def _inline(open_brackets: list[Token]) -> bool:
    return bool(open_brackets) and open_brackets[-1].type != "LBRACE"


def _match(open_brackets: list[Token], token: Token) -> None:
    if token.type in PAIRS:
        open_brackets.append(token)
        if len(open_brackets) > MOST_OPEN:
            raise NestingError(token)
    elif token.type in PAIRS.values():
        opener = open_brackets.pop() if open_brackets else None
        if opener is None or PAIRS[opener.type] != token.type:
            raise BracketError(opener, token)


def _meant(token: Token, before: str, *, inline: bool, starts: bool) -> Token:
    if token.type == "SLASH" and inline and before not in OPENING:
        return Token.new_borrow_pos("DIVIDE", "/", token)
    is_name = (
        (before in ("IMPORT", "DOT") and token.isidentifier())
        or (token.type == "SHORTCUT" and before != "RBRACE")
        or (token.type == "WEIGHTS" and not starts)
    )
    if is_name:
        return Token.new_borrow_pos("NAME", str(token), token)
    return token
