"""Networks from texts, and their pictures."""

from collections.abc import Callable

import pytest

from resnet_dsl.backends.graphviz.build import build
from resnet_dsl.backends.graphviz.graph import Graph
from resnet_dsl.backends.graphviz.simplify import simplify
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.files import Files
from resnet_dsl.source.file import SourceFile


def _resolve(text: str) -> Arch:
    files = Files()
    home = files.open_text(SourceFile("net.arch", text))
    return resolve_arch(list(home.archs.values())[-1][0], home, files, Request({}))


def _draw(body: str, before: str = "") -> Graph:
    graph = build(_resolve(f"{before}\narch net {{\n  input 4x8x8\n  order conv bn + relu\n{body}\n}}"))
    simplify(graph)
    return graph


@pytest.fixture
def resolve() -> Callable[[str], Arch]:
    """The last arch of a text."""
    return _resolve


@pytest.fixture
def draw() -> Callable[..., Graph]:
    """The picture of the body of an arch; `before` holds blocks."""
    return _draw
