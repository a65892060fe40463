"""The grid of a sweep: networks, values of parameters, seeds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from resnet_dsl.pipeline.compare import spread
from resnet_dsl.pipeline.load import Spec
from resnet_dsl.training.errors import SettingError

OPENING, CLOSING = "([{", ")]}"
UNSUITED = re.compile(r"[^\w.=+-]+")
LONGEST = 80
STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Combination:
    """A network at some values of its parameters."""

    spec: str
    parameters: Mapping[str, Any]

    @property
    def label(self) -> str:
        """`resnet20 shortcut=A`."""
        return " ".join([self.spec, *(f"{name}={value}" for name, value in self.parameters.items())])

    def folder_name(self, name: str, seed: int, identity: str) -> str:
        """What the folder of a trial is called: for people, and behind it eight characters of its identity."""
        words = [name, *(f"{key}={value}" for key, value in self.parameters.items())]
        return f"{UNSUITED.sub('_', '-'.join(words))[:LONGEST]}-seed{seed}-{identity}"


def combinations(specs: Iterable[Spec], parameters: Mapping[str, Any]) -> list[Combination]:
    """All networks at all values; a pattern stands for the bundled names that fit it, a list for several values.

    Raises `ArchError` for a pattern that nothing fits, `SettingError` for standard input and for a list of no values.
    """
    names = list(dict.fromkeys(str(one) for spec in specs for one in spread(spec)))
    if any(name.partition(":")[0] == STANDARD_INPUT for name in names):
        raise SettingError(
            "a sweep reads its networks more than once, and standard input can be read once: name a file"
        )
    ranges = {name: value if isinstance(value, list) else [value] for name, value in parameters.items()}
    for name, values in ranges.items():
        if not values:
            raise SettingError(f"the parameter `{name}` has no values: give one at least")
    points = list(product(*({str(value): value for value in values}.values() for values in ranges.values())))
    return [Combination(name, dict(zip(ranges, point, strict=True))) for name in names for point in points]


def split_values(text: str) -> list[str]:
    """Values between commas, those within brackets left alone: `(1, 2), 3` are two. Raises `SettingError`."""
    values, depth = [""], 0
    for character in text:
        depth += (character in OPENING) - (character in CLOSING)
        if character == "," and depth == 0:
            values.append("")
        else:
            values[-1] += character
    values = [value.strip() for value in values]
    if not all(values):
        raise SettingError(f"`{text}` has a comma with no value beside it: give values as `A,B`")
    return values


def read_seeds(seeds: int | Sequence[int]) -> list[int]:
    """The seeds from 0 on, as many as a number says, or those given. Raises `SettingError`."""
    found = list(range(seeds)) if isinstance(seeds, int) else list(dict.fromkeys(seeds))
    if not found or min(found) < 0:
        raise SettingError(f"the seeds cannot be `{seeds}`: give how many, or a list of numbers from 0 on")
    return found
