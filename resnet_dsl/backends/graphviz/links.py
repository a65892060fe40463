"""Links from boxes to the lines of the file that they were written in."""

from os.path import dirname, relpath
from posixpath import join, normpath
from urllib.parse import quote

from resnet_dsl.diagram.graph import Graph, Source
from resnet_dsl.diagram.view import View


def address(source: Source | None, graph: Graph, view: View) -> str:
    """The address of a line; empty where none is wanted or known."""
    if not view.links or source is None or not graph.file:
        return ""
    steps = steps_to(source, graph)
    if "://" in view.links:
        site, _, folder = view.links.partition("://")
        return f"{site}://{_quoted(join(folder, steps))}#L{source.line}"
    return f"{_quoted(join(view.links, steps))}#L{source.line}"


def steps_to(source: Source, graph: Graph) -> str:
    """The way from the folder of the network's file to the file of a source."""
    return relpath(source.file, dirname(graph.file) or ".").replace("\\", "/")


def _quoted(path: str) -> str:
    return quote(normpath(path))
