"""Tables in LaTeX."""

from collections.abc import Iterable, Sequence

PACKAGES = r"% \usepackage{booktabs}"
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": "$<$",
        ">": "$>$",
        "|": "$|$",
        "×": r"$\times$",
        "·": r"$\cdot$",
        "⊕": r"$\oplus$",
        "⊗": r"$\otimes$",
        "→": r"$\rightarrow$",
        "−": "$-$",
        "–": "--",
        "—": "---",
        "…": r"\dots{}",
    }
)


def escape(text: str) -> str:
    r"""A text that LaTeX sets as it stands; two spaces at its beginning are a `\quad`."""
    words = text.lstrip(" ")
    return r"\quad " * ((len(text) - len(words)) // 2) + words.translate(ESCAPES)


def comment(lines: Iterable[str]) -> str:
    """Lines that LaTeX does not set."""
    return "\n".join(f"% {line}" for line in lines)


def row(cells: Iterable[str]) -> str:
    """A row of cells, which are LaTeX already."""
    return " & ".join(cells) + r" \\"


def table(
    titles: Sequence[str], right: Sequence[bool], rows: Iterable[Sequence[str]], below: Iterable[str] = ()
) -> str:
    """A table of texts, which are escaped, with the rules of `booktabs`; lines `below` take its whole width."""
    sides = "".join("r" if side else "l" for side in right)
    whole = (rf"\multicolumn{{{len(sides)}}}{{l}}{{{escape(line)}}} \\" for line in below)
    return "\n".join(
        [
            rf"\begin{{tabular}}{{{sides}}}",
            r"\toprule",
            row(map(escape, titles)),
            r"\midrule",
            *(row(map(escape, cells)) for cells in rows),
            r"\midrule",
            *whole,
            r"\bottomrule",
            r"\end{tabular}",
        ]
    )
