"""Pan, zoom, and where the picture is at first."""

from collections.abc import Callable

import pytest
from reader import Open, Reader

STEP = 1.25


def under(reader: Reader, x: float, y: float) -> list[float]:
    """The point of the picture that is under a point of the window."""
    left, top, width, high = reader.seen()
    box = reader.rectangle("#canvas")
    across, down = (x - box.left) / (box.right - box.left), (y - box.top) / (box.bottom - box.top)
    return [left + across * width, top + down * high]


def test_at_first_everything_is_in_the_window(look: Open) -> None:
    reader = look()
    parts = reader.rectangles(".strip > .part, .sheet:not(.closed)")
    assert len(parts) > 10
    assert all(reader.rectangle("#canvas").holds(part) for part in parts)


def test_the_wheel_zooms_where_the_pointer_is(look: Open) -> None:
    reader = look()
    before, there = reader.seen(), under(reader, 300, 500)
    reader.page.mouse.move(300, 500)
    reader.page.mouse.wheel(0, -300)
    reader.page.wait_for_function("width => canvas.viewBox.baseVal.width < width", arg=before[2])
    assert reader.seen()[2] < before[2] / 1.3
    assert under(reader, 300, 500) == pytest.approx(there, abs=0.1)
    reader.page.keyboard.press("0")
    assert reader.seen() == before


def test_dragging_moves_and_is_no_click(look: Open) -> None:
    reader = look()
    before, opened = reader.seen(), reader.opened()
    box = reader.rectangle('.folded[aria-label^="stage1.0:"]')
    start = box.left + 20, box.top + 20
    there = under(reader, *start)
    reader.page.mouse.move(*start)
    reader.page.mouse.down()
    reader.page.mouse.move(start[0] + 60, start[1] + 40, steps=3)
    reader.page.mouse.up()
    assert under(reader, start[0] + 60, start[1] + 40) == pytest.approx(there, abs=0.1)
    assert reader.seen()[2:] == before[2:]
    assert reader.opened() == opened
    assert reader.page.locator(".current").count() == 0


@pytest.mark.parametrize(
    ("key", "changed"),
    [
        ("ArrowLeft", lambda old, new: new[0] < old[0] and new[1:] == old[1:]),
        ("ArrowRight", lambda old, new: new[0] > old[0]),
        ("ArrowUp", lambda old, new: new[1] < old[1] and new[2:] == old[2:]),
        ("ArrowDown", lambda old, new: new[1] > old[1]),
        ("+", lambda old, new: new[2] == pytest.approx(old[2] / STEP, abs=0.01)),
        ("-", lambda old, new: new[2] == pytest.approx(old[2] * STEP, abs=0.01)),
    ],
)
def test_keys(key: str, changed: Callable[[list[float], list[float]], bool], look: Open) -> None:
    reader = look()
    before = reader.seen()
    reader.page.keyboard.press(key)
    assert changed(before, reader.seen())


def test_buttons_and_a_double_click(look: Open) -> None:
    reader = look()
    before = reader.seen()
    reader.page.click("#closer")
    assert reader.seen()[2] == pytest.approx(before[2] / STEP, abs=0.01)
    assert reader.said().startswith("zoom ")
    reader.page.click("#farther")
    assert reader.seen() == pytest.approx(before, abs=0.01)
    reader.page.mouse.dblclick(880, 780)
    assert reader.seen()[2] == pytest.approx(before[2] / 2, abs=0.01)
    reader.page.click("#fit")
    assert reader.seen() == before


def test_two_fingers_pinch_and_one_moves(look: Open) -> None:
    reader = look(has_touch=True)
    before, there = reader.seen(), under(reader, 400, 400)
    session = reader.page.context.new_cdp_session(reader.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", (350, 400), (450, 400))
    touch("touchMove", (300, 400), (500, 400))
    touch("touchEnd")
    assert reader.seen()[2] == pytest.approx(before[2] / 2, rel=0.02)
    assert under(reader, 400, 400) == pytest.approx(there, abs=2)
    after = reader.seen()
    touch("touchStart", (400, 400))
    touch("touchMove", (420, 400))
    touch("touchEnd")
    assert reader.seen()[0] < after[0]
    assert reader.seen()[2] == after[2]


@pytest.mark.parametrize(("motion", "at_once"), [("reduce", True), ("no-preference", False)])
def test_who_wants_no_motion_gets_none(motion: str, at_once: bool, look: Open) -> None:
    reader = look(reduced_motion=motion)
    before = reader.seen()
    reader.page.click("#closer")
    during = reader.page.evaluate("fit.click(), canvas.getAttribute('viewBox')")
    assert ([float(number) for number in during.split()] == before) is at_once
    reader.page.wait_for_function("box => canvas.getAttribute('viewBox') === box", arg=_text(before))


def _text(box: list[float]) -> str:
    return " ".join(f"{number:.3f}" for number in box)


def test_without_its_script_the_picture_stands_there(look: Open) -> None:
    reader = look(java_script_enabled=False)
    assert reader.page.locator(".box:visible").count() > 10
    assert all(reader.rectangle("#canvas").holds(part) for part in reader.rectangles(".sheet:not(.closed)"))
