"""Texts in a language that editors know."""

import re
from typing import Any, Self


class SourceText(str):
    """A text and its language, such as `py`. It is an ordinary text, shown in a notebook with the colours of code."""

    language: str

    def __new__(cls, text: str, language: str = "") -> Self:
        """A text in a language."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self)

    def _repr_markdown_(self) -> str:
        """A fence that is longer than any in the text, so that the text cannot end it."""
        fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", self))])
        return f"{fence}{self.language}\n{self}\n{fence}"
