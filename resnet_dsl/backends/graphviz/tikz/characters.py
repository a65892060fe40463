"""Characters and the LaTeX that sets them, in every font encoding."""

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": "$<$",
    ">": "$>$",
    "|": r"$\vert$",
    '"': r"\symbol{34}",
    "'": r"\textquotesingle{}",
    "`": r"\`{}",
}
"""What LaTeX does not take for itself."""
LETTERS = {
    "—": "---",
    "–": "--",
    "…": r"\dots{}",
    "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "\N{LEFT SINGLE QUOTATION MARK}": r"\textquoteleft{}",
    "\N{RIGHT SINGLE QUOTATION MARK}": r"\textquoteright{}",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "\N{LATIN SMALL LETTER DOTLESS I}": r"\i{}",
    "§": r"\S{}",
    "©": r"\copyright{}",
}
_SMALL = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi"
_LARGE = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega omega"
_SIGNS = "times cdot to gets leftrightarrow Rightarrow pm div oplus otimes odot le ge ne approx in infty surd"


def _formulas(characters: str, names: str) -> dict[str, str]:
    return {sign: rf"$\{name}$" for sign, name in zip(characters, names.split(), strict=True)}


MATH = {
    **_formulas("αβγδεζηθικλμνξπρστυφχψ", _SMALL),
    **_formulas("ΓΔΘΛΞΠΣΥΦΨΩω", _LARGE),
    **_formulas("×·→←↔⇒±÷⊕⊗⊙≤≥≠≈∈∞√", _SIGNS),
    "\N{MINUS SIGN}": "$-$",
    "\N{ASTERISK OPERATOR}": r"$\ast$",
    "∑": r"$\sum$",
    "∏": r"$\prod$",
    "µ": r"$\mu$",
}
ACCENTS = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0327\u0331",
        "`'^~=u.\"rHvdcb",
        strict=True,
    )
)
"""What stands above or below a letter."""
