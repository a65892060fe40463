"""Names and texts of strangers are data, and the page lets nothing in."""

import json
import re
from dataclasses import replace

from reader import SMALL, Open, render, resolve

from resnet_dsl.backends.graphviz.html.page import embedded
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch, Module, Node, Repeat, Residual, Sequence

EVIL = (
    "</script></style><script>alert(1)</script><!-- <img src=x onerror=alert(2)> "
    "\"' onload=alert(3) &lt; ${alert(4)} $title"
)


def _all(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(map(_hostile, nodes))


def _hostile(node: Node) -> Node:
    match node:
        case Module():
            block = EVIL if node.role == "block" else node.block
            return replace(node, label=EVIL, block=block, docstring=EVIL, nodes=_all(node.nodes))
        case Residual():
            return replace(node, label=EVIL, main=_all(node.main))
        case Sequence() | Repeat():
            return replace(node, label=EVIL, nodes=_all(node.nodes))
    return replace(node, label=EVIL)


def hostile() -> Arch:
    """The small network, its every label, block, docstring and file named by somebody who means harm."""
    arch = resolve(SMALL, f"{EVIL}.arch".replace("/", "_"))
    root = replace(arch.root, nodes=_all(arch.root.nodes))
    return replace(arch, root=root, docstring=EVIL)


def test_evil_names_are_shown_and_do_nothing(look: Open) -> None:
    reader = look(render(hostile(), View(links='https://example.org/"><script>alert(5)</script>')))
    page = reader.page
    assert page.locator("script").count() == 2
    assert page.locator("img").count() == 0
    assert page.title() == "small"
    assert page.locator("header p").first.inner_text().startswith("</script></style><script>alert(1)")
    page.click("#open-all")
    for box in page.locator(".part[tabindex]:visible").all():
        box.dispatch_event("pointerover", {"bubbles": True})
    page.fill("#query", EVIL.partition(" ")[0])
    page.keyboard.press("Enter")
    page.locator(".folded").first.dispatch_event("pointerover", {"bubbles": True})
    assert page.inner_text("#facts h2") == EVIL
    assert reader.said().startswith("1 of ")
    assert (page.get_attribute("#facts a", "href") or "").startswith("https://example.org/%22%3E%3Cscript%3E")
    assert page.locator("script").count() == 2


def test_nothing_but_our_own_script_runs(look: Open) -> None:
    reader = look()
    reader.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "document.title = 'ran'";
            const image = document.createElement("img");
            image.setAttribute("onerror", "document.title = 'ran'");
            image.src = "data:,";
            document.body.append(script, image);
            const link = document.createElement("a");
            link.href = "javascript:document.title = 'ran'";
            document.body.append(link);
            link.click();
        }"""
    )
    tried = reader.page.evaluate("fetch('https://example.org/').then(() => 'reached', () => 'refused')")
    assert tried == "refused"
    assert reader.page.title() == "small"
    refused = [event for event in reader.events if "Content Security Policy" in event]
    assert len(refused) >= 3
    assert not [event for event in reader.events if event.startswith(("request", "dialog", "window"))]
    reader.events.clear()


def test_json_in_html_ends_nothing_and_stays_json() -> None:
    data = {"a": EVIL, "b": ["<!--", "\u2028", "&amp;"]}
    text = embedded(data)
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"a": EVIL, "b": ["<!--", " ", "&amp;"]}
