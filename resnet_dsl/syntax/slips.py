"""What is said about a text that does not follow the grammar."""

from collections.abc import Sequence

from lark import Token

from resnet_dsl.diagnostics.catalog import OverLimit, StrayCharacter, SyntaxSlip, Unclosed
from resnet_dsl.diagnostics.diagnostic import Diagnostic, Label
from resnet_dsl.source.file import Span
from resnet_dsl.syntax.expected import describe
from resnet_dsl.syntax.layout import MOST_CHOICES, MOST_OPEN
from resnet_dsl.syntax.repairs import repair, repair_character

MOST_SLIPS = 100
"""So many slips of one file are shown; what stands behind them is not read."""


def at(token: Token, place: Span) -> Span:
    """The span of a token of the text at `place`."""
    return Span(place.file, place.start + (token.start_pos or 0), place.start + (token.end_pos or 0))


def stray_character(span: Span) -> Diagnostic:
    """A character that begins no token."""
    text = f"the character `{span.text}` begins nothing in the language"
    repaired = repair_character(span)
    return StrayCharacter(span=span, text=text, help=repaired.help, fix=repaired.fix)


def open_string(span: Span) -> Diagnostic:
    """A quote without a second one on its line."""
    return Unclosed(span=span, text="a string is opened and not closed on its line", label="opened here")


def open_docstring(span: Span) -> Diagnostic:
    """Three quotes without three further ones."""
    help = 'a docstring ends with three quotes, `"""`'
    return Unclosed(span=span, text="a docstring is opened and never closed", label="opened here", help=help)


def never_closed(openers: Sequence[Token], end: Span, place: Span) -> Diagnostic:
    """Brackets that end together without their closing ones, innermost first; `end` is where these are missing."""
    inner, *others = openers
    text = f"`{inner}` is never closed"
    outer = (Label(at(opener, place), "nor is this one") for opener in others)
    missing = (Label(end, f"the `{CLOSING[str(inner)]}` seems to be missing here"),) if end.end < _end(place) else ()
    return Unclosed(span=at(inner, place), text=text, label="opened here", secondary=(*outer, *missing))


def mismatched(opener: Token, closer: Token, place: Span) -> Diagnostic:
    """A bracket that is closed by one of another kind."""
    where = Label(at(opener, place), "opened here")
    return Unclosed(span=at(closer, place), text=f"`{opener}` is closed by `{closer}`", secondary=(where,))


def closes_nothing(closer: Token, place: Span) -> Diagnostic:
    """A closing bracket without an opening one."""
    return SyntaxSlip(span=at(closer, place), text=f"`{closer}` closes nothing", help="remove it")


def missing_brace(before: Token, place: Span) -> Diagnostic:
    """A line behind which deeper lines stand, and a `}`, but no `{`."""
    end = at(before, place).end
    return SyntaxSlip(
        span=Span(place.file, end, end), text="the end of the line cannot stand here", label="expected `{`"
    )


def too_deep(token: Token, place: Span) -> Diagnostic:
    """More brackets are open, or more `else if` follow each other, than may be."""
    if token.type == "IF":
        text = f"more than {MOST_CHOICES} `else if` follow each other here"
        return OverLimit(span=at(token, place), text=text, help="choose from a tuple by an index")
    text = f"more than {MOST_OPEN} brackets are open here"
    return OverLimit(span=at(token, place), text=text, help="give the inner part a name, as a block")


def too_long(span: Span) -> Diagnostic:
    """A number of too many digits."""
    return OverLimit(span=span, text="a number of more than 40 digits", help="write a smaller one")


def too_many(span: Span) -> Diagnostic:
    """A text of which not all slips are shown."""
    text = f"more than {MOST_SLIPS} slips: what stands behind them has not been read"
    return OverLimit(span=span, text=text, help="is this a file of the language?")


def unexpected(token: Token, expected: set[str], place: Span) -> Diagnostic:
    """A token where another one must stand."""
    wanted = f"expected {describe(expected)}"
    if token.type == "$END":
        end = place.start + len(place.text.rstrip())
        return SyntaxSlip(span=Span(place.file, end, end), text="the text ends too early", label=wanted)
    shown = SHOWN.get(token.type, f"`{token}`")
    span = at(token, place)
    repaired = repair(token.type, span, expected)
    text = f"{shown} cannot stand here"
    return SyntaxSlip(span=span, text=text, label=wanted, help=repaired.help, fix=repaired.fix)


CLOSING = {"(": ")", "[": "]", "{": "}"}
SHOWN = {"SEPARATOR": "the end of the line", "DOCSTRING": "a docstring"}


def _end(place: Span) -> int:
    return place.start + len(place.text.rstrip())
