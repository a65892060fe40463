"""Mistakes that do not hang on each other are all reported in one run."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from answering import CASES, HEAD

from resnet_dsl.pipeline.check import check

WHOLE_FILE = ("empty", "foreign_")
"""Cases in which the file itself is the mistake."""


def single() -> dict[str, str]:
    """The cases of one error, by name, with the code of it."""
    found = {path.stem: HEAD.findall(path.read_text(encoding="utf-8")) for path in CASES.glob("*.err")}
    return {
        name: codes[0]
        for name, codes in found.items()
        if len(codes) == 1 and codes[0][0] == "E" and (CASES / f"{name}.arch").exists()
        if not name.startswith(WHOLE_FILE)
    }


def errors(names: list[str], folder: Path) -> list[str]:
    """The codes of the errors in one file made of some cases."""
    path = folder / "all.arch"
    texts = ((CASES / f"{name}.arch").read_text(encoding="utf-8") for name in names)
    path.write_text("\n".join(texts), encoding="utf-8")
    return [one.code for one in check(path) if one.severity == "error"]


def test_there_are_many_cases() -> None:
    assert len(single()) > 60
    assert len(set(single().values())) > 15


@pytest.mark.parametrize("seed", range(40))
def test_ten_mistakes_drawn_at_random_are_ten_errors(seed: int, tmp_path: Path) -> None:
    cases = single()
    drawn = random.Random(seed).sample(sorted(cases), 10)
    assert Counter(errors(drawn, tmp_path)) == Counter(cases[name] for name in drawn), drawn


def test_all_mistakes_together(tmp_path: Path) -> None:
    cases = single()
    assert Counter(errors(sorted(cases), tmp_path)) == Counter(cases.values())


def test_cases_have_names_of_their_own() -> None:
    names = [
        name
        for path in CASES.glob("*.arch")
        for name in set(re.findall(r"^(?:arch|block) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    ]
    assert len(names) == len(set(names))
