"""The docstring of a network in its parts."""

import re
from dataclasses import dataclass

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Docstring:
    """A docstring in its parts: `title — source` is its first line, `notes` are its further paragraphs, unwrapped."""

    title: str
    source: str
    notes: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "Docstring":
        """The parts of a text."""
        first, _, rest = text.strip().partition("\n")
        title, _, source = first.partition(" — ")
        paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", rest))
        return cls(title.strip(), source.strip(), tuple(filter(None, paragraphs)))

    @property
    def year(self) -> int | None:
        """The first year that the source names."""
        found = YEAR.search(self.source)
        return int(found[0]) if found else None
