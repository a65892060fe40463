"""The picture of a network as vectors or pixels."""

from typing import Literal

from resnet_dsl.backends.graphviz.accessible import accessible
from resnet_dsl.backends.graphviz.page import placed_dot
from resnet_dsl.backends.graphviz.render import render
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch

Drawn = Literal["svg", "png", "pdf"]


def draw(arch: Arch, view: View, format: Drawn) -> str | bytes:
    """The picture of a network; SVG is text, the others are bytes. Raises `BackendError` without a renderer."""
    graph = diagram(arch, view)
    data = render(placed_dot(graph, view), format)
    return accessible(data.decode("utf-8"), graph) if format == "svg" else data
