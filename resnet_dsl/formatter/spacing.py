"""How far apart two tokens stand on one line."""

from resnet_dsl.formatter.roles import Roles
from resnet_dsl.syntax.lexemes import Lexeme

DECLARING = ("BLOCK", "ARCH", "EXTENDS")
"""What takes parameters in brackets, where `=` has spaces around it."""
CLOSE_BEHIND = ("LPAR", "LSQB", "DOT", "SLASH")
CLOSE_BEFORE = ("RPAR", "RSQB", "COMMA", "COLON", "DOT")
OPENING, CLOSING = ("LPAR", "LSQB"), ("RPAR", "RSQB")
INDEXED = ("NAME", "RPAR", "RSQB", "STRING", "SIZE", "INTEGER", "FLOAT", "TRUE", "FALSE", "RESIDUAL")
START = Lexeme("", "", -1)


class Spacing:
    """Gives the space before each token of a file in turn."""

    def __init__(self, roles: Roles) -> None:
        self.roles = roles
        self._before = START
        self._kinds = ["", ""]
        self._declares: list[bool] = []
        self._in_module = False
        self._spaced = False

    def before(self, token: Lexeme) -> str:
        """The space before the next token."""
        gap = "" if self._is_close(token) else " "
        self._follow(token)
        return gap

    def _is_close(self, token: Lexeme) -> bool:
        before = self._before
        if token.kind in CLOSE_BEFORE or before.kind in CLOSE_BEHIND or before.start in self.roles.signs:
            return True
        if "EQUAL" in (token.kind, before.kind):
            return not self._is_declared(token)
        if token.kind == "LPAR":
            return before.kind == "NAME" and before.start not in self.roles.called and not self._in_module
        is_value = before.kind in INDEXED or before.start in self.roles.values
        return token.kind == "LSQB" and is_value and before.start not in self.roles.called

    def _is_declared(self, token: Lexeme) -> bool:
        """Whether the `=` here is that of a `let` or a parameter, and not that of an argument."""
        if token.kind == "EQUAL":
            self._spaced = self._kinds[0] == "LET" or (bool(self._declares) and self._declares[-1])
        return self._spaced

    def _follow(self, token: Lexeme) -> None:
        if token.kind in OPENING:
            self._declares.append(self._kinds[0] in DECLARING and self._kinds[1] == "NAME")
        elif token.kind in CLOSING:
            self._declares.pop()
        self._in_module = token.kind in ("IMPORT", "WEIGHTS") or (self._in_module and token.kind in ("NAME", "DOT"))
        self._kinds = [self._kinds[1], token.kind]
        self._before = token
