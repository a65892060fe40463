"""What a network computes, as a bag of terms: a text and the terms that it reads, in their order and by which path."""

import re
from collections import Counter
from dataclasses import dataclass, field

Input = tuple[int, str]
"""A term and the style of the edge by which it is read."""


@dataclass
class Terms:
    """Terms by number; two of them are equal where all that they hang on is. `counts` is how often each is there."""

    numbers: dict[tuple[str, tuple[Input, ...]], int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)

    def add(self, text: str, *inputs: Input) -> int:
        number = self.numbers.setdefault((text, inputs), len(self.numbers))
        self.counts[number] += 1
        return number

    def told(self, counts: Counter[int]) -> list[str]:
        """Some terms in words."""
        texts = {number: term for term, number in self.numbers.items()}
        return [f"{number}×{n}: {texts[number][0]} of {texts[number][1]}" for number, n in sorted(counts.items())]


def masked(text: str) -> str:
    """A text without its width and with its class of groups: what a card tells of each use."""
    text = re.sub(r"^(conv(?: transpose)? \d+(?:×\d+)?), \d+", r"\1, c", text)
    text = re.sub(r"^(zero pad|fc),? \d+", r"\1 c", text)
    return re.sub(r"^(conv.*groups) \d+", r"\1", text)
