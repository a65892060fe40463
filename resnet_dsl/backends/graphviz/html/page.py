"""The HTML file, put together: its own styles and script in it, and a policy that lets nothing else in."""

import json
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from resnet_dsl.backends.graphviz.dot import write
from resnet_dsl.backends.graphviz.html.arrange import arrange
from resnet_dsl.backends.graphviz.html.drawing import drawing
from resnet_dsl.backends.graphviz.html.facts import Facts, facts
from resnet_dsl.backends.graphviz.html.palette import MARKED, css, start
from resnet_dsl.backends.graphviz.markup import plain
from resnet_dsl.backends.graphviz.render import render
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch

SCRIPTS = ("view", "theme", "facts", "blocks", "search", "start")
"""The parts of the script, in the order in which they run."""
HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def to_html(arch: Arch, view: View) -> str:
    """A network to look around in, as one HTML file. Raises `BackendError` without a renderer."""
    graph = diagram(arch, view, each=True)
    arrangement = arrange(graph, view)
    svg = render(write(graph, view, arrangement.layout, MARKED), "svg").decode("utf-8")
    style, script = f"{css()}\n{_text('style.css')}", _script()
    return Template(_text("page.html")).substitute(
        policy=_policy(style, script),
        theme=start(view.theme),
        title=_escaped(graph.title),
        subtitle=_escaped(graph.subtitle),
        caption=_escaped(graph.caption),
        style=style,
        drawing=drawing(svg, graph, arrangement),
        facts=embedded(facts(graph, view, arrangement)),
        script=script,
    )


def embedded(data: Facts) -> str:
    """JSON that can stand in HTML, whatever it holds."""
    return plain(json.dumps(data, ensure_ascii=False, separators=(",", ":"))).translate(HARMLESS)


def _script() -> str:
    parts = "\n".join(_text(f"{name}.js") for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}\n}})();'


def _policy(style: str, script: str) -> str:
    """What the file may do: run this script, use these styles; no network, no other script, no form."""
    rules = {
        "default-src": "'none'",
        "script-src": _hash(script),
        "style-src": _hash(style),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{what} {whence}" for what, whence in rules.items())


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8").strip()


def _escaped(text: str) -> str:
    return escape(plain(text))
