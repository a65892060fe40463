"""No text breaks out of what LaTeX sets."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resnet_dsl.backends.graphviz.tikz.characters import LETTERS, MATH, SPECIAL
from resnet_dsl.backends.graphviz.tikz.escape import escape, escape_address

COMMANDS = sorted({*SPECIAL.values(), *LETTERS.values(), *MATH.values()}, key=len, reverse=True)
WRITTEN = re.compile("|".join(map(re.escape, COMMANDS)))
ACCENT = re.compile(r"""\\[`'^~=u."rHvdcb]\{([A-Za-z]|\\i)\}""")
PRODUCT = re.compile(r"\$[0-9]*(\\times[0-9]+)+\$")
ACTIVE = set("\\{}$&#%_^~\"'`<>|")


def left(text: str) -> str:
    """An escaped text without what the escaping writes."""
    while (less := ACCENT.sub("x", text)) != text:
        text = less
    text = PRODUCT.sub("", text)
    return WRITTEN.sub("", text).replace("-{}", "-").replace(",{}", ",")


@given(st.text())
def test_nothing_active_is_left(text: str) -> None:
    escaped = escape(text)
    assert escaped.isascii()
    assert escaped.isprintable()
    assert ACTIVE.isdisjoint(left(escaped))


@example("<-<")
@given(st.text(alphabet="".join({*SPECIAL, *LETTERS, *MATH, *"-,×0123abcé\n\x00\u0301"})))
def test_nothing_active_is_left_of_what_is_known(text: str) -> None:
    assert ACTIVE.isdisjoint(left(escape(text)))


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_no_ligature_is_left(text: str) -> None:
    assert not re.search("--|,,|<<|>>|``|''|[?!]`", escape(text))


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("conv 3×3, 64, /2", r"conv $3\times3$, 64, /2"),
        (" ×12", r" $\times12$"),
        ("3 × basic", r"3 $\times$ basic"),
        ("→ 64×56×56", r"$\to$ $64\times56\times56$"),
        ("bn · relu …", r"bn $\cdot$ relu \dots{}"),
        ("a — é ß", r"a --- \'{e} \ss{}"),
        ("a_1 & 50 % #$", r"a\_1 \& 50 \% \#\$"),
        ("e\N{COMBINING ACUTE ACCENT}", r"\'{e}"),
        ("x\N{COMBINING MACRON BELOW}", r"\b{x}"),
        ("\N{CYRILLIC SMALL LETTER SHORT I}", "[U+0439]"),
        ("ế", r"\'{\^{e}}"),
        ("Ω", r"$\Omega$"),
        ("\N{LATIN SMALL LIGATURE FI}\N{SUPERSCRIPT TWO}", "fi2"),
        ("图", "[U+56FE]"),
        ("a\x00\n\x1b\u2028\ud800b", "a     b"),
        ("--- ,,", "-{}-{}- ,{},"),
    ],
)
def test_characters(text: str, latex: str) -> None:
    assert escape(text) == latex


@pytest.mark.parametrize(
    ("address", "latex"),
    [
        ("https://x.org/~me/a_b.arch#L3", r"https://x.org/\string~me/a\_b.arch\#L3"),
        ("a%20b", r"a\%20b"),
        ("ht{\\t}p://x", r"ht\%7B\%5Ct\%7Dp://x"),
    ],
)
def test_addresses(address: str, latex: str) -> None:
    assert escape_address(address) == latex
