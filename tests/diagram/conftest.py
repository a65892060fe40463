"""Networks from texts, and their pictures."""

from collections.abc import Callable

import pytest

from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.files import Files
from resnet_dsl.source.file import SourceFile


def _resolve(text: str) -> Arch:
    files = Files()
    home = files.open_text(SourceFile("net.arch", text))
    return resolve_arch(list(home.archs.values())[-1][0], home, files, Request({}))


def _draw(body: str, before: str = "", *, folded: bool = False, separate: bool = False) -> Graph:
    arch = _resolve(f"{before}\narch net {{\n  input 4x8x8\n  order conv bn + relu\n{body}\n}}")
    return diagram(arch, View(expand=() if folded else ("all",), separate=separate))


@pytest.fixture
def draw() -> Callable[..., Graph]:
    """The picture of the body of an arch, everything opened unless it is to be `folded`; `before` holds blocks."""
    return _draw
