"""Links from boxes to the lines of the file that they were written in."""

from os.path import abspath, dirname, relpath
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import quote

from resnet_dsl.backends.graphviz.markup import verbatim
from resnet_dsl.diagram.graph import Graph, Source
from resnet_dsl.diagram.view import View
from resnet_dsl.source.bundled import bundled


def address(source: Source | None, graph: Graph, view: View) -> dict[str, str]:
    """The address of a line, as attributes of DOT; none where none is wanted or known.

    A block of the bundled library has none in a network of somebody else, beside whose file it does not stand.
    """
    if not view.links or source is None or not graph.file or _bundled(source.file) != _bundled(graph.file):
        return {}
    steps = quote(relpath(source.file, dirname(graph.file) or ".").replace("\\", "/"))
    site, mark, folder = view.links.rpartition("://")
    return {"URL": verbatim(f"{site}{mark}{normpath(join(folder, steps))}#L{source.line}")}


def _bundled(file: str) -> bool:
    return Path(abspath(file)).is_relative_to(bundled("specs"))
