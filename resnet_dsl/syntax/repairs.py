"""What repairs a slip: in words where it is likely, as an edit where it is certain."""

import re
from dataclasses import dataclass

from resnet_dsl.diagnostics.diagnostic import Edit
from resnet_dsl.source.file import Span

REPEAT = {"TIMES", "X"}
LITERALS = {"INTEGER", "FLOAT", "SIZE", "STRING"}
VALUES = LITERALS | {"NAME", "LPAR", "LSQB"}
CONDITION = re.compile(r"(?:^|[{};\n]|\belse)[ \t]*(?:if|assert)\b[^{};\n]*$")
INIT = re.compile(r"(?:^|[{;\n])[ \t]*init[ \t]+\w+[ \t]*$")
LABEL = re.compile(r"(?:^|[{;\n])[ \t]*\w+[ \t]*$")
ENDS = re.compile(r"[ \t]*(?:[;}\n#]|$)")
OPERATORS = {"and", "or", "not", "in", "is", "if", "else"}
CALLED = re.compile(r"[ \t]*(?:\w+[ \t]+(?!if\b|else\b|and\b|or\b|not\b|in\b|is\b)[\w\"(]|(?:\w+[ \t]*)?\{)")
"""What is a call with arguments, or a brace, and no expression."""


@dataclass(frozen=True)
class Repair:
    """What is said of a slip, and the edits that repair it without doubt."""

    help: str = ""
    fix: tuple[Edit, ...] = ()


def repair(kind: str, span: Span, expected: set[str]) -> Repair:
    """The repair of a token of this kind that cannot stand at `span`."""
    before, behind = span.file.text[: span.start], span.file.text[span.end :]
    if kind == "SLASH":
        return _slash(span, before, behind, expected)
    if kind in REPEAT and "SLASH" in expected:
        is_last = kind == "TIMES" and ENDS.match(behind)
        return Repair("no comma stands before a repeat: `conv 3x3, 64 x3`", _comma_out(before, span) if is_last else ())
    if span.text.isidentifier() and kind != "NAME" and {"NAME", "STRING"} & expected:
        return _reserved(span, behind, expected)
    if kind == "SEPARATOR" and "LBRACE" in expected and behind.lstrip().startswith("{"):
        return Repair("write the `{` on this line")
    if kind == "EQUAL":
        return _equal(span, before, behind, expected)
    if kind in VALUES and "COMMA" in expected:
        return Repair("a comma seems to be missing before it", _comma(span, before) if kind in LITERALS else ())
    if kind == "COMMA":
        help = "no comma stands behind a name; statements, and arms of a join, are separated by `;` or a new line"
        return Repair(help, _arms(span, before, behind))
    if kind == "FLOOR_DIVIDE" and not before.rpartition("\n")[2].strip():
        return Repair("a comment begins with `#`", (Edit(span, "#"),))
    return Repair()


def repair_character(span: Span) -> Repair:
    """The repair of a character that begins nothing."""
    rest = span.file.text[span.start :]
    quoted = re.match(r"'([^'\"\n]*)'", rest)
    if quoted:
        return Repair("a text stands in double quotes", (_over(span, len(quoted[0]), f'"{quoted[1]}"'),))
    before = span.file.text[: span.start]
    for sign, word in (("&&", "and"), ("||", "or")):
        if rest.startswith(sign) and CONDITION.search(before):
            return Repair(f"write `{word}`", (_over(span, 2, word),))
    return Repair("remove it")


def _reserved(span: Span, behind: str, expected: set[str]) -> Repair:
    is_label = "STRING" in expected and behind.lstrip(" \t").startswith(":")
    if span.text in OPERATORS and not is_label:
        return Repair()
    if "STRING" not in expected:
        return Repair(f"`{span.text}` is a reserved word: another name is needed")
    quoted = f'"{span.text}"'
    help = f"`{span.text}` is a reserved word; as a label it stands in quotes, `{quoted}:`"
    return Repair(help, (Edit(span, quoted),) if is_label else ())


def _slash(span: Span, before: str, behind: str, expected: set[str]) -> Repair:
    """A stride without its comma is one where it is written as one: `64 /2`, not `64 / 2` or `64/2`."""
    help = "a stride stands after a comma, as in `conv 3x3, 64, /2`; a division stands in parentheses"
    is_stride = before[-1:] in " \t" and behind[:1].strip() and "COMMA" in expected
    return Repair(help, _comma(span, before) if is_stride else ())


def _equal(span: Span, before: str, behind: str, expected: set[str]) -> Repair:
    if "COLON" in expected:
        is_label = INIT.search(before) or (LABEL.search(before) and CALLED.match(behind))
        start = len(before.rstrip(" \t"))
        return Repair("a label ends with `:`", (Edit(Span(span.file, start, span.end), ":"),) if is_label else ())
    if "COMPARE" not in expected:
        return Repair()
    return Repair("two values are compared with `==`", (Edit(span, "=="),) if CONDITION.search(before) else ())


def _arms(span: Span, before: str, behind: str) -> tuple[Edit, ...]:
    """A comma between arms is one behind `identity`, or before a call with arguments."""
    in_join = re.search(r"\b(?:concat|add|mul)\s*\{[^{}]*$", before)
    behind_identity = re.search(r"\bidentity[ \t]*$", before)
    return (Edit(span, ";"),) if in_join and (behind_identity or CALLED.match(behind)) else ()


def _comma(span: Span, before: str) -> tuple[Edit, ...]:
    """A comma behind what stands before a place."""
    end = len(before.rstrip(" \t"))
    return (Edit(Span(span.file, end, end), ","),)


def _comma_out(before: str, span: Span) -> tuple[Edit, ...]:
    """The comma before a place is taken away."""
    end = len(before.rstrip())
    return (Edit(Span(span.file, end - 1, end), ""),) if before[end - 1 : end] == "," else ()


def _over(span: Span, length: int, text: str) -> Edit:
    return Edit(Span(span.file, span.start, span.start + length), text)
