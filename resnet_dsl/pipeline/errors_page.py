"""The page of all codes in Markdown, as most of `docs/errors.md` is."""

from collections.abc import Iterable
from dataclasses import replace
from textwrap import fill

from resnet_dsl.diagnostics.explanation import Explanation

STAGES = {
    "E01": "Files",
    "E02": "Syntax",
    "E03": "Names, arguments and values",
    "E04": "Shapes",
    "E05": "Orders and residuals",
    "E06": "Claims",
    "E07": "Limits",
    "E08": "Weights",
    "E09": "Networks in larger ones",
    "W": "Doubtful networks",
}
"""The chapters, by how their codes begin."""
INTRODUCTION = """\
<!-- From here on written by `make docs` from the docstrings in `resnet_dsl/diagnostics/catalog/`: change those. -->

## Every code

Each code has its meaning for good. `resnet-dsl explain E0402` says on the terminal what stands here. Of the two
examples of each, the first is answered with that code and nothing else, and the second is its repair; a test runs both.
"""
WIDTH = 120


def errors_page(explanations: Iterable[Explanation]) -> str:
    """The page: what all codes have in common, a list of them, and a chapter for each stage."""
    chapters: dict[str, list[Explanation]] = {}
    for one in explanations:
        chapters.setdefault(_stage(one.code), []).append(one)
    contents = [f"- [{one.code}](#{one.code.lower()}): {one.title}" for ones in chapters.values() for one in ones]
    return "\n\n".join([INTRODUCTION.rstrip(), "\n".join(contents), *map(_chapter, chapters.items())]) + "\n"


def _stage(code: str) -> str:
    return next(title for prefix, title in STAGES.items() if code.startswith(prefix))


def _chapter(chapter: tuple[str, list[Explanation]]) -> str:
    title, explanations = chapter
    return "\n\n".join([f"## {title}", *map(_section, explanations)])


def _section(one: Explanation) -> str:
    filled = replace(one, words=tuple(map(_filled, one.words)))
    return "\n\n".join([f"### {one.code}", _filled(one.title), filled.told(marked=True)])


def _filled(words: str) -> str:
    return fill(words, WIDTH, break_on_hyphens=False, break_long_words=False)
