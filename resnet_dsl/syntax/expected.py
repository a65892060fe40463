"""What the parser expected, in words."""

from collections.abc import Iterable

VALUE = {
    "NAME",
    "INTEGER",
    "FLOAT",
    "STRING",
    "SIZE",
    "TRUE",
    "FALSE",
    "LPAR",
    "LSQB",
    "MINUS",
    "NOT",
    "RESIDUAL",
    "IN",
}
OPERATOR = {"PLUS", "MINUS", "STAR", "DIVIDE", "FLOOR_DIVIDE", "PERCENT", "POWER", "COMPARE", "AND", "OR", "IF"}
REPEAT = {"TIMES", "X"}
STATEMENT = {"NAME", "CONCAT", "ADD", "MUL", "RESIDUAL", "LBRACE"}
GROUPS = [
    (STATEMENT | {"ORDER", "LET"}, "a statement"),
    (STATEMENT, "an op, a block or a brace"),
    (VALUE - {"NOT", "IN"}, "a value"),
    (OPERATOR - {"DIVIDE", "MINUS"}, "an operator"),
    (REPEAT, "a repeat such as `x3`"),
]
WORDS = {
    "SEPARATOR": "the end of the line", "NAME": "a name", "INTEGER": "an integer", "STRING": "a string",
    "SIZE": "a size such as `3x3`", "LBRACE": "`{`", "RBRACE": "`}`", "LPAR": "`(`", "RPAR": "`)`", "LSQB": "`[`",
    "RSQB": "`]`", "COMMA": "`,`", "COLON": "`:`", "EQUAL": "`=`", "DOT": "`.`", "SLASH": "a stride such as `/2`",
    "PLUS": "`+`", "MINUS": "`-`", "STAR": "`*`", "DIVIDE": "`/`", "FLOOR_DIVIDE": "`//`", "PERCENT": "`%`",
    "POWER": "`**`", "COMPARE": "a comparison", "DOCSTRING": "a docstring", "$END": "the end of the text",
}  # fmt: skip
ALSO = {
    "a statement": {
        *("INPUT", "INIT", "ASSERT", "WEIGHTS", "OUTPUT", "AFTER"),
        *("STAGE", "FROM", "IF", "FOR", "STRING", "INTEGER"),
    },
    "a value": VALUE,
    "an operator": OPERATOR | {"LSQB", "DOT"},
}


def describe(terminals: Iterable[str]) -> str:
    """What could have stood there, in words: ``a value or `}` ``."""
    left = set(terminals)
    words = []
    for group, word in GROUPS:
        if group <= left:
            words.append(word)
            left -= group | ALSO.get(word, set())
    words += sorted(WORDS.get(name, f"`{name.lower()}`") for name in left) or ([] if words else [WORDS["$END"]])
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" or {words[-1]}"
