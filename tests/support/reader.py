"""Somebody who looks at a page, and the networks that they look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from resnet_dsl.backends.core.registry import picture_backends
from resnet_dsl.diagram.view import DEFAULT, View
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.files import Files
from resnet_dsl.source.file import SourceFile

SMALL = Path(__file__).with_name("small.arch").read_text("utf-8")


def resolve(text: str, name: str = "small.arch") -> Arch:
    """The last arch of a text."""
    files = Files()
    home = files.open_text(SourceFile(name, text))
    return resolve_arch(list(home.archs.values())[-1][0], home, files, Request({}))


def render(arch: Arch, view: View = DEFAULT) -> str:
    """A network as HTML."""
    data = picture_backends()["html"].run(arch, view)
    assert isinstance(data, str)
    return data


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in the window."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Rectangle") -> bool:
        """Whether another one is in this one, up to a tenth of a pixel."""
        across = self.left - 0.1 <= other.left and other.right <= self.right + 0.1
        return across and self.top - 0.1 <= other.top and other.bottom <= self.bottom + 0.1

    def covers(self, other: "Rectangle") -> bool:
        """Whether another one is partly behind this one."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass
class Reader:
    """Somebody who looks at a page."""

    page: Page
    address: str
    events: list[str] = field(default_factory=list)

    def box(self, key: str) -> Locator:
        """The box with a key that is seen, the first of several."""
        ids = self.page.evaluate(
            "key => Object.entries(READ()).filter(([, part]) => part.key === key).map(([id]) => id)", key
        )
        return self.page.locator(", ".join(f'.box[data-part="{id}"]' for id in ids)).first

    def card(self, key: str) -> Locator:
        """The card of the block with this key, open or closed."""
        opens = self.part(self.box(key))["opens"]
        return self.page.locator(f'[data-card="{opens}"]')

    def part(self, box: Locator) -> dict[str, Any]:
        """What the page knows of a part."""
        found: dict[str, Any] = box.evaluate("one => READ()[one.dataset.part]")
        return found

    def rectangles(self, selector: str) -> list[Rectangle]:
        """Where things are in the window: left, top, right and bottom, as they are filled and not as they are lined."""
        script = "all => all.map(one => one.getBoundingClientRect()).map(at => [at.left, at.top, at.right, at.bottom])"
        return [Rectangle(*at) for at in self.page.locator(selector).evaluate_all(script)]

    def rectangle(self, selector: str) -> Rectangle:
        """Where the one thing is."""
        [found] = self.rectangles(selector)
        return found

    def facts(self) -> str:
        """What stands in the panel."""
        return self.page.inner_text("#facts")

    def said(self) -> str:
        """What a screen reader was told last."""
        return self.page.inner_text("#status")

    def seen(self) -> list[float]:
        """The part of the picture that is seen: left, top, width, height."""
        box = self.page.get_attribute("#canvas", "viewBox")
        assert box
        return [float(number) for number in box.split()]

    def opened(self) -> list[str]:
        """The cards that are open, by the key of the first use."""
        cards = self.page.locator(".sheet:not(.closed) > .card")
        told: list[str] = cards.evaluate_all("all => all.map(one => one.ariaLabel)")
        return [text.split("in ", 1)[1].partition(";")[0] for text in told]

    def hash(self) -> str:
        """The part of the address behind the file."""
        return str(self.page.evaluate("location.hash"))


Open = Callable[..., Reader]
