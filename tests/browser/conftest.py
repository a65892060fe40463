"""Pages in a headless Chromium: whatever a page asks for, says or opens besides itself fails its test."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, sync_playwright
from reader import SMALL, Open, Reader, render, resolve

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WINDOW = {"width": 1200, "height": 800}
READ = "window.READ = () => JSON.parse(document.getElementById('data').textContent).parts"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium here: `apt-get install chromium`")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=["--disable-dev-shm-usage"]) as browser,
    ):
        yield browser


@pytest.fixture(scope="session")
def small_html() -> str:
    return render(resolve(SMALL))


@pytest.fixture(scope="session")
def common(browser: Browser) -> Reader:
    """The page that is shared by all who have no other wishes: a new one costs more than most tests."""
    return _new(browser)


@pytest.fixture
def look(browser: Browser, common: Reader, small_html: str, tmp_path: Path) -> Iterator[Open]:
    """Open a page; of what it should not do nothing may have happened at the end."""
    readers: list[Reader] = []

    def open(html: str = "", hash: str = "", **options: Any) -> Reader:
        reader = _new(browser, **options) if options else common
        readers.append(reader)
        path = tmp_path / "net.html"
        path.write_text(html or small_html, encoding="utf-8")
        reader.page.mouse.move(0, 0)
        reader.page.goto("about:blank")
        reader.address = path.as_uri()
        reader.page.goto(reader.address + hash)
        return reader

    yield open
    events = [event for reader in readers for event in reader.events]
    common.events.clear()
    for reader in readers:
        if reader is not common:
            reader.page.context.close()
    assert events == []


def _new(browser: Browser, **options: Any) -> Reader:
    context = browser.new_context(**{"viewport": WINDOW, "reduced_motion": "reduce"} | options)
    context.set_default_timeout(5000)
    context.add_init_script(READ)
    reader = Reader(context.new_page(), "about:blank")
    _watch(reader)
    return reader


def _watch(reader: Reader) -> None:
    def request(address: str) -> None:
        if address.partition("#")[0] not in ("about:blank", reader.address):
            reader.events.append(f"request: {address}")

    def dialog(asked: Dialog) -> None:
        reader.events.append(f"dialog: {asked.message}")
        asked.dismiss()

    reader.page.on("console", lambda message: reader.events.append(f"console: {message.text}"))
    reader.page.on("pageerror", lambda error: reader.events.append(f"error: {error}"))
    reader.page.on("request", lambda asked: request(asked.url))
    reader.page.on("dialog", dialog)
    reader.page.on("popup", lambda popup: reader.events.append(f"window: {popup.url}"))
