"""What is told, found, and reached by keyboard; and in which colours."""

import pytest
from reader import SMALL, Open, Reader, render, resolve

from resnet_dsl.backends.graphviz.theme import DARK, LIGHT, PRINT, Look
from resnet_dsl.diagram.view import View


def colours(reader: Reader) -> tuple[str, str]:
    """Those of the page and of its writing, as the themes write them."""
    script = """() => [
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector("text.f-ink")).fill,
    ].map(colour => "#" + colour.match(/\\d+/g).map(part => (+part).toString(16).padStart(2, "0")).join(""))"""
    background, ink = reader.page.evaluate(script)
    return background.upper(), ink.upper()


def of(look: Look) -> tuple[str, str]:
    return look.background, look.ink


def focused(reader: Reader) -> str:
    label: str = reader.page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.id")
    return label


def test_pointing_at_a_box_tells_its_figures(look: Open) -> None:
    reader = look()
    assert "68,558" in reader.facts()
    reader.box("conv1").hover()
    for text in (
        "conv 3×3, 16",
        "conv1",
        "bn · relu",
        "3×32×32 → 16×32×32",
        "464 · 0.7 %",
        "442 k · 2 %",
        "small.arch:25",
    ):
        assert text in reader.facts()
    assert reader.page.locator(".edge.near").count() == 2
    reader.box("stage2.1").hover()
    for text in ("Two convolutions and a gate.", "38,224 · 56 %", "2, counted together"):
        assert text in reader.facts()
    reader.page.locator(".frame.stage").last.hover(position={"x": 150, "y": 150})
    for text in ("stage2", "16×32×32 → 32×16×16", "3 × unit", "78 %"):
        assert text in reader.facts()
    reader.page.mouse.move(600, 20)
    assert "68,558" in reader.facts()


def test_what_was_clicked_stays_told_and_its_key_is_copied(look: Open) -> None:
    reader = look(permissions=["clipboard-read", "clipboard-write"])
    reader.box("fc").click()
    reader.page.click("#copy")
    reader.page.get_by_role("button", name="Copied").wait_for()
    assert reader.page.evaluate("navigator.clipboard.readText()") == "fc"


def test_lines_are_links_where_asked_for(look: Open) -> None:
    reader = look(render(resolve(SMALL), View(links="https://example.org/nets")))
    reader.box("fc").click()
    assert reader.page.get_attribute("#facts a", "href") == "https://example.org/nets/small.arch#L31"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("stage2", {"stage2.0", "stage2.1", "stage2"}),
        ("7x7", set()),
        ("FC", {"fc"}),
        (
            "global pool",
            {
                "global_avgpool1",
                "stage1.0",
                "stage1.0.gate1",
                "stage1.0.gate1.global_avgpool1",
                "stage2.0",
                "stage2.0.gate1",
                "stage2.1",
            },
        ),
        (
            "3×3",
            {
                "conv1",
                "stage1.0",
                "stage2.0",
                "stage2.1",
                "stage1.0.conv1",
                "stage1.0.conv2",
                "stage2.0.conv1",
                "stage2.0.conv2",
            },
        ),
    ],
)
def test_the_search_marks_what_is_seen_and_has_all_words(query: str, keys: set[str], look: Open) -> None:
    reader = look()
    reader.page.fill("#query", query)
    hits = reader.page.locator(".hit").evaluate_all("all => all.map(one => READ()[one.dataset.part].key)")
    assert keys == set(hits) if query != "stage2" else keys <= set(hits)
    assert reader.page.inner_text("#found") == f"{len(hits)} found"


def test_enter_goes_to_the_next_hit_and_escape_leaves(look: Open) -> None:
    reader = look()
    for _ in range(6):
        reader.page.keyboard.press("+")
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("stage2.0.conv")
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#found") == "1 of 2"
    assert reader.said().startswith("1 of 2: stage2.0.conv1: 16×32×32 → 32×16×16, 4,672 parameters")
    assert reader.rectangle("#canvas").holds(reader.rectangle(".next"))
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#found") == "2 of 2"
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#found") == "1 of 2"
    reader.page.keyboard.press("Shift+Enter")
    assert "stage2.0.conv2" in reader.facts()
    reader.page.keyboard.press("Escape")
    assert reader.page.locator(".hit").count() == 0


def test_everything_by_keyboard(look: Open) -> None:
    reader = look()
    reader.page.focus("#theme")
    order = []
    for _ in range(6):
        reader.page.keyboard.press("Tab")
        order.append(focused(reader).partition(":")[0])
    assert order == ["input", "conv1", "stage1", "stage1.0", "stage2", "stage2.0"]
    reader.page.keyboard.press("Tab")
    assert "38,224" in reader.facts()
    outline = "getComputedStyle(document.activeElement.firstElementChild)"
    assert reader.page.evaluate(f"{outline}.strokeWidth") == "3.5px"
    reader.page.keyboard.press("Enter")
    assert "stage2.1" in reader.opened()
    reader.card("stage2.1").locator(".close").focus()
    reader.page.keyboard.press("Escape")
    assert "stage2.1" not in reader.opened()
    assert focused(reader).startswith("stage2.1:")
    reader.page.keyboard.press("Space")
    assert "stage2.1" in reader.opened()


def test_a_focus_out_of_view_comes_into_view(look: Open) -> None:
    reader = look()
    for _ in range(8):
        reader.page.keyboard.press("+")
    reader.page.focus("#theme")
    reader.page.keyboard.press("Tab")
    assert reader.rectangle("#canvas").holds(reader.rectangle(":focus"))


def test_every_part_tells_what_it_is_to_who_does_not_see_it(look: Open) -> None:
    reader = look()
    assert reader.page.locator(".part[tabindex]:not([aria-label])").count() == 0
    assert reader.page.locator('.part:not([tabindex]):not([aria-hidden="true"])').count() == 0
    assert reader.page.get_by_role("button", name="stage1.0: 16×32×32").count() == 1
    for button in reader.page.get_by_role("button").all():
        assert button.get_attribute("aria-label") or button.inner_text()


@pytest.mark.parametrize(("scheme", "first", "other"), [("light", LIGHT, DARK), ("dark", DARK, LIGHT)])
def test_colours_follow_the_system_until_told(scheme: str, first: Look, other: Look, look: Open) -> None:
    reader = look(color_scheme=scheme)
    assert colours(reader) == of(first)
    reader.page.click("#theme")
    assert colours(reader) == of(other)
    reader.page.click("#theme")
    assert colours(reader) == of(first)


def test_a_theme_that_was_asked_for_comes_first(look: Open) -> None:
    html = render(resolve(SMALL), View(theme="dark"))
    assert colours(look(html, color_scheme="light")) == of(DARK)


def test_print_has_its_colours_and_no_controls(look: Open) -> None:
    reader = look(color_scheme="dark")
    reader.page.click("#closer")
    whole = reader.seen()
    reader.page.emulate_media(media="print")
    assert colours(reader) == of(PRINT)
    for control in ("#query", "#theme", "#facts", ".close"):
        assert not reader.page.locator(control).first.is_visible()
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert reader.seen()[2] > whole[2]
    reader.page.emulate_media(media="screen")
    reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert reader.seen() == whole
