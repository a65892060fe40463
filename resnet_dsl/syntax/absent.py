"""Tokens that are not in the text, in the place of those that seem to be missing."""

from lark import Token

from resnet_dsl.syntax.layout import PAIRS
from resnet_dsl.syntax.lenient import mark

SIGNS = {"RBRACE": "}", "RPAR": ")", "RSQB": "]", "LBRACE": "{", "SEMICOLON": ";"}


def ending(opener: Token, last: Token) -> list[Token]:
    """What closes a bracket behind a token, with a mark: of a brace the last statement is broken, else its own."""
    closer = absent(PAIRS[opener.type], last)
    if opener.type == "LBRACE":
        return [absent("SEMICOLON", last), mark(closer), closer]
    return [closer, mark(closer)]


def absent(type: str, last: Token) -> Token:
    """A token that is not in the text, behind one that is."""
    end = last.end_pos or 0
    made = Token.new_borrow_pos(type, SIGNS[type], last)
    made.start_pos = made.end_pos = end
    return made
