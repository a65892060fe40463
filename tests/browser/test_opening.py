"""Blocks are opened and closed, and the address tells which."""

from itertools import combinations

import pytest
from reader import SMALL, Open, Reader, render, resolve

AT_FIRST = ["stage1.0", "stage1.0.gate1", "stage2.0"]
EVERYTHING = ["stage1.0", "stage1.0.gate1", "stage2.0", "stage2.0.gate1", "stage2.1"]


def expanded(reader: Reader, key: str) -> str | None:
    return reader.box(key).get_attribute("aria-expanded")


def test_a_click_opens_a_block_with_its_own_numbers_and_another_closes_it(look: Open) -> None:
    reader = look()
    assert reader.opened() == AT_FIRST
    assert expanded(reader, "stage2.1") == "false"
    reader.box("stage2.1").click()
    assert reader.opened() == [*AT_FIRST, "stage2.1"]
    assert expanded(reader, "stage2.1") == "true"
    assert reader.said() == "stage2.1 is opened"
    shown = reader.card("stage2.1")
    assert shown.get_by_text("conv 3×3, 32").count() == 2
    assert shown.get_by_text("32×16×16").count() > 0
    assert reader.page.get_attribute("#leader", "d")
    assert reader.card("stage2.1").locator(".frame.current").count() == 1
    reader.box("stage2.1").click()
    assert reader.opened() == AT_FIRST
    assert expanded(reader, "stage2.1") == "false"
    assert reader.said() == "stage2.1 is closed"
    assert not reader.page.get_attribute("#leader", "d")


def test_a_block_that_is_open_is_looked_at_first(look: Open) -> None:
    reader = look()
    reader.box("stage1.0").click()
    assert reader.opened() == AT_FIRST
    assert reader.card("stage1.0").locator(".frame.current").count() == 1
    reader.box("stage1.0").click()
    assert "stage1.0" not in reader.opened()


def test_what_is_opened_comes_into_view(look: Open) -> None:
    reader = look()
    for _ in range(4):
        reader.page.keyboard.press("+")
    reader.box("stage2.1").dispatch_event("click")
    assert reader.rectangle("#canvas").holds(reader.rectangle(".frame.current"))


def test_escape_and_the_sign_on_the_card_close(look: Open) -> None:
    reader = look()
    reader.box("stage2.1").click()
    reader.page.keyboard.press("Escape")
    assert reader.opened() == AT_FIRST
    reader.page.keyboard.press("Escape")
    assert reader.opened() == AT_FIRST
    reader.page.keyboard.press("0")
    reader.card("stage2.0").locator(".close").click()
    assert "stage2.0" not in reader.opened()


def test_a_block_closes_with_what_is_opened_on_it(look: Open) -> None:
    reader = look(hash="#open=stage1.0,stage1.0.gate1")
    assert reader.opened() == ["stage1.0", "stage1.0.gate1"]
    reader.card("stage1.0").locator("> .close").click()
    assert reader.opened() == []


@pytest.mark.parametrize("name", ["small", "stages"])
def test_all_open_cover_nothing(name: str, look: Open) -> None:
    more = "\n".join(f"    stage more{i}: unit {16 * i} x2" for i in range(1, 7))
    text = (
        SMALL
        if name == "small"
        else SMALL.replace("\n    global_avgpool\n    flatten", f"{more}\n    global_avgpool\n    flatten")
    )
    reader = look(render(resolve(text)))
    reader.page.click("#open-all")
    assert reader.page.locator(".sheet.closed").count() == 0
    assert reader.page.locator('[aria-expanded="false"]').count() == 0
    cards = reader.rectangles(".sheet")
    assert len(cards) >= 5
    assert not [pair for pair in combinations(cards, 2) if pair[0].covers(pair[1])]
    assert not [part for part in reader.rectangles(".strip > .part") if any(card.covers(part) for card in cards)]
    reader.page.click("#close-all")
    assert reader.opened() == []
    assert reader.said() == "all blocks are closed"


def test_the_address_tells_what_is_open(look: Open) -> None:
    reader = look()
    assert reader.hash() == ""
    reader.box("stage2.1").click()
    assert reader.hash() == "#open=stage1.0,stage1.0.gate1,stage2.0,stage2.1"
    seen = reader.opened()
    reader.page.reload()
    assert reader.opened() == seen
    assert reader.page.locator(".box.current").get_attribute("data-part") == reader.box("stage2.1").get_attribute(
        "data-part"
    )
    reader.page.keyboard.press("Escape")
    assert reader.hash() == ""
    reader.page.click("#close-all")
    reader.page.reload()
    assert reader.opened() == []
    reader.page.click("#open-all")
    reader.page.reload()
    assert sorted(reader.opened()) == EVERYTHING


@pytest.mark.parametrize(
    ("hash", "opened"),
    [
        ("#open=stage2.1", ["stage2.1"]),
        ("#stage2.1", [*AT_FIRST, "stage2.1"]),
        ("#open=", []),
        ("#no.such.block", AT_FIRST),
        ("#open=%E0%A4%A", AT_FIRST),
        ("#open=stage2.1,nothing,%3Cscript%3E", ["stage2.1"]),
    ],
)
def test_a_link_shows_a_block(hash: str, opened: list[str], look: Open) -> None:
    assert look(hash=hash).opened() == opened


def test_an_address_typed_later_counts_too(look: Open) -> None:
    reader = look()
    reader.page.evaluate("location.hash = '#open=stage2.1'")
    reader.page.wait_for_function("document.querySelectorAll('.sheet:not(.closed)').length === 1")
    assert reader.opened() == ["stage2.1"]
    assert "stage2.1" in reader.facts()
