"""A file in another layout: other spaces, line breaks and empty lines, comments where they may stand, longer names."""

from random import Random

from resnet_dsl.syntax.lexemes import Lexeme, lexemes

TIGHT = frozenset("()[]{},:")
TRIVIA = ("COMMENT", "NEWLINE", "SEMICOLON")
START = Lexeme("LBRACE", "{", 0)
HEADS = ["", "\n", "# head\n", "\n  # head\n\n"]
FEET = ["", "\n", "\n\n\n", "  # foot", "\n# foot\n  #foot2", "\r\n"]
ENDS = [
    ";",
    " ;; ",
    "\n",
    "\n\n",
    "\n\n\n\n",
    "\r\n\t",
    " # near\n",
    "      # far\n",
    " ;  # near\n",
    "\n#own\n\n  # two \t\n",
]
FREE = ["", " ", "\n", "  ", "\n\n   ", "  #near\n", "\n # own\n"]
SPACES = ["", " ", "\t "]
APART = [" ", "   ", "\t"]


def respaced(text: str, random: Random) -> str:
    """The text in a random layout; its own comments are left out."""
    written = [random.choice(HEADS)]
    longer = random.random() * 0.2
    brackets = ["{"]
    before, ends = START, False
    for token in lexemes(text):
        if token.kind == "SEPARATOR":
            ends = True
        elif token.kind not in TRIVIA:
            gap = random.choice(ENDS if ends else _gaps(before, token, brackets[-1] != "{"))
            written += (gap, token.text)
            if token.kind == "NAME" and random.random() < longer:
                written.append("_" * random.randrange(40))
            _follow(brackets, token.text)
            before, ends = token, False
    return "".join((*written, random.choice(FEET)))


def _follow(brackets: list[str], text: str) -> None:
    if text in ("(", "[", "{"):
        brackets.append(text)
    elif text in (")", "]", "}"):
        brackets.pop()


def _gaps(before: Lexeme, token: Lexeme, within: bool) -> list[str]:
    may_be_tight = before.text[-1] in TIGHT or token.text[0] in TIGHT
    if within or before.kind in ("LBRACE", "COMMA") or token.kind == "RBRACE":
        return FREE if may_be_tight else FREE[1:]
    return SPACES if may_be_tight else APART
