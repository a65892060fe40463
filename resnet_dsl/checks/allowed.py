"""W0001: an `allow` that silences nothing. What `# allow` says, and where."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from resnet_dsl.checks.core.comments import comments
from resnet_dsl.checks.core.lint import Doubt
from resnet_dsl.diagnostics.diagnostic import Diagnostic, Edit
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.source.file import SourceFile, Span

ALLOW = re.compile(r"#\s*allow\s+(?P<codes>[A-Z]\w*\d+(?:(?:\s*,\s*|\s+)[A-Z]\w*\d+)*)\s*(?:$|:)")
CODE = re.compile(r"\w+")


class UselessAllow(Doubt):
    """An `# allow` silences nothing: no such finding is there, or there is no such code.

    A finding of a lint is silenced by a comment on the line where it begins, or alone on the line above: `# allow
    W0102`, several codes with commas between them, and a reason behind a colon. At the top of a file, before its first
    declaration, the comment holds for the whole file. Errors cannot be silenced.

    ```arch
    arch net {
        input 3x8x8
        relu    # allow W0102: the paper has two
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        relu
        relu    # allow W0102: the paper has two
    }
    ```
    """

    code = "W0001"


@dataclass(frozen=True)
class Allow:
    """What one comment allows: its codes, and the lines of findings that it silences, None for all lines."""

    comment: Span
    codes: tuple[Span, ...]
    lines: range | None

    def silences(self, finding: Diagnostic) -> Iterator[str]:
        """The code by which this silences a finding, if it does."""
        if finding.span is not None and (self.lines is None or _line(finding.span) in self.lines):
            yield from (span.text for span in self.codes if span.text == finding.code)


def allows(source: SourceFile, declared: int) -> Iterator[Allow]:
    """What the comments of a text allow; its first declaration stands at `declared`."""
    for comment in comments(source):
        for match in ALLOW.finditer(comment.text):
            start = comment.start + match.start("codes")
            codes = (Span(source, start + code.start(), start + code.end()) for code in CODE.finditer(match["codes"]))
            yield Allow(comment, tuple(codes), None if comment.end <= declared else _lines(comment))


def silence(
    findings: Iterable[Doubt], allowed: Iterable[Allow], known: Iterable[str], *, complete: bool
) -> Iterator[Doubt]:
    """The findings that nothing allows, and those on what is allowed for nothing.

    Where not all lints could run, because the file has errors, only codes that do not exist are reported.
    """
    allowed, used = tuple(allowed), set[tuple[Span, str]]()
    for finding in findings:
        by = [(one.comment, code) for one in allowed for code in one.silences(finding)]
        used.update(by)
        if not by:
            yield finding
    known = frozenset(known)
    for one in allowed:
        useless = [span for span in one.codes if _is_useless(span.text, one, used, known, complete=complete)]
        if useless:
            yield _finding(one, useless, known)


def _is_useless(code: str, one: Allow, used: set[tuple[Span, str]], known: frozenset[str], *, complete: bool) -> bool:
    return code not in known or (complete and (one.comment, code) not in used)


def _finding(one: Allow, useless: list[Span], known: frozenset[str]) -> UselessAllow:
    unknown = [span.text for span in useless if span.text not in known]
    codes = ", ".join(f"`{code}`" for code in unknown or (span.text for span in useless))
    text = f"there is no lint {codes} to allow" if unknown else f"nothing here is silenced by allowing {codes}"
    help = suggest(unknown[0], known) if unknown else "remove it"
    return UselessAllow(span=useless[0].to(useless[-1]), text=text, help=help, fix=_fix(one, useless, unknown))


def _fix(one: Allow, useless: list[Span], unknown: list[str]) -> tuple[Edit, ...]:
    """The edit that leaves the other codes, or nothing of the comment; none where a code may be misspelt."""
    if unknown:
        return ()
    kept = [span.text for span in one.codes if span not in useless]
    if kept:
        return (Edit(one.codes[0].to(one.codes[-1]), ", ".join(kept)),)
    text, start, end = one.comment.file.text, one.comment.start, one.comment.end
    before = text[:start].rstrip(" \t")
    alone = before == "" or before.endswith("\n")
    end += alone and text[end : end + 1] == "\n"
    return (Edit(Span(one.comment.file, len(before), end), ""),)


def _lines(comment: Span) -> range:
    """The lines that a comment speaks of: its own, and where it stands alone the next one too."""
    line, column = comment.file.position(comment.start)
    alone = not comment.file.line(line)[: column - 1].strip()
    return range(line, line + 1 + alone)


def _line(span: Span) -> int:
    return span.file.position(span.start)[0]
