"""Colours that everybody can tell apart, and texts that everybody can read."""

from itertools import combinations

import pytest
from vision import VISIONS, contrast, difference

from resnet_dsl.backends.graphviz.theme import LOOKS, Look

looks = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
visions = pytest.mark.parametrize("vision", VISIONS)
NOTICEABLE = 2.3
TEXT, LINE = 4.5, 3.0
"""The least contrast of texts (WCAG 1.4.3) and of what is drawn (WCAG 1.4.11)."""


@looks
@visions
def test_any_two_roles_differ_in_fill_or_border(look: Look, vision: str) -> None:
    for (one, here), (other, there) in combinations(look.roles.items(), 2):
        differs = max(difference(a, b, vision) for a, b in zip(here, there, strict=True))
        assert differs >= 4 * NOTICEABLE, (one, other)


@looks
@visions
def test_the_two_bars_and_their_ground_differ(look: Look, vision: str) -> None:
    for one, other in combinations([*look.bar, look.empty], 2):
        assert difference(one, other, vision) >= 4 * NOTICEABLE


@looks
@visions
def test_what_is_read_from_afar_looks_unlike_the_main_path(look: Look, vision: str) -> None:
    assert look.dotted or difference(look.ink, look.accent, vision) >= 4 * NOTICEABLE


@looks
def test_texts_and_lines_can_be_read_on_every_ground(look: Look) -> None:
    fills = {role: fill for role, (fill, _) in look.roles.items()}
    grounds = [look.background, look.stage[0], look.card[0], look.block[0], *fills.values()]
    assert min(contrast(text, ground) for text in (look.ink, look.pale) for ground in grounds) >= TEXT
    lines = [look.accent, look.grey, *(border for _, border in look.roles.values())]
    assert min(contrast(line, look.background) for line in lines) >= LINE


def test_the_numbers_are_those_of_the_sources() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21, abs=0.01)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails
    assert difference("#FFFFFF", "#000000", "normal") == pytest.approx(100, abs=0.1)
    assert difference("#FF0000", "#00FF00", "deuteranopia") < difference("#FF0000", "#00FF00", "normal") / 2
    assert all(sum(row) == pytest.approx(1, abs=1e-3) for matrix in VISIONS.values() for row in matrix)
