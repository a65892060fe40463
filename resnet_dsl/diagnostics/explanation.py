"""The long explanation of a kind of finding, as its docstring has it: words, a mistake, its repair."""

import re
from dataclasses import dataclass
from inspect import getdoc

from resnet_dsl.diagnostics.diagnostic import Diagnostic

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """An example: a whole file (`arch`), commands (`console`) or statements of Python (`python`)."""

    language: str
    text: str

    def __str__(self) -> str:
        return f"```{self.language}\n{self.text}```"


@dataclass(frozen=True)
class Explanation:
    """What is said of one code. `words` are the paragraphs behind the title, in Markdown.

    The examples are the smallest mistake that is answered so, and its repair.
    """

    code: str
    severity: str
    kind: str
    title: str
    words: tuple[str, ...]
    examples: tuple[Fence, ...]

    def to_data(self) -> dict[str, object]:
        """This as JSON values."""
        return {
            "code": self.code,
            "severity": self.severity,
            "title": self.title,
            "text": "\n\n".join(self.words),
            "examples": [{"language": fence.language, "text": fence.text} for fence in self.examples],
        }

    def told(self, *, marked: bool) -> str:
        """The words and the examples as one text, in Markdown or plain."""
        parts = [str(fence) if marked else fence.text.rstrip() for fence in self.examples]
        return "\n\n".join([*self.words, *parts[:1], *(part for repair in parts[1:] for part in ("Repaired:", repair))])


def explain(kind: type[Diagnostic]) -> Explanation:
    """The explanation of a kind of finding."""
    text = getdoc(kind) or ""
    fences = tuple(Fence(language, body) for language, body in FENCE.findall(text))
    title, *words = (" ".join(part.split()) for part in FENCE.sub("", text).split("\n\n") if part.strip())
    return Explanation(kind.code, kind.severity, kind.__name__, title, tuple(words), fences)
