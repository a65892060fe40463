"""Links from boxes to the lines of the file that they were written in."""

from os.path import dirname, relpath
from posixpath import join, normpath
from urllib.parse import quote

from resnet_dsl.diagram.graph import Graph, Source
from resnet_dsl.diagram.view import View


def address(source: Source | None, graph: Graph, view: View) -> dict[str, str]:
    """The address of a line, as attributes of DOT; none where none is wanted or known."""
    if not view.links or source is None or not graph.file:
        return {}
    steps = relpath(source.file, dirname(graph.file) or ".").replace("\\", "/")
    if "://" in view.links:
        site, _, folder = view.links.partition("://")
        return {"URL": f"{site}://{_quoted(join(folder, steps))}#L{source.line}"}
    return {"URL": f"{_quoted(join(view.links, steps))}#L{source.line}"}


def _quoted(path: str) -> str:
    return quote(normpath(path))
