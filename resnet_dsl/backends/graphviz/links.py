"""Links from boxes to the lines of the file that they were written in."""

from os.path import abspath, dirname, relpath
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import quote

from resnet_dsl.diagram.graph import Graph, Source
from resnet_dsl.diagram.view import View
from resnet_dsl.source.bundled import bundled

ADDRESS = "/:%?=&@+,;~[]"
"""What has a meaning in an address and stays as it is given."""


def address(source: Source | None, graph: Graph, view: View) -> str:
    """The address of a line; empty where none is wanted or known.

    A block of the bundled library has none in a network of somebody else, beside whose file it does not stand.
    """
    if not view.links or source is None or not graph.file or _bundled(source.file) != _bundled(graph.file):
        return ""
    site, mark, folder = quote(view.links, safe=ADDRESS).rpartition("://")
    return f"{site}{mark}{normpath(join(folder, quote(steps_to(source, graph))))}#L{source.line}"


def steps_to(source: Source, graph: Graph) -> str:
    """The way from the folder of the network's file to the file of a source."""
    return relpath(source.file, dirname(graph.file) or ".").replace("\\", "/")


def _bundled(file: str) -> bool:
    return Path(abspath(file)).is_relative_to(bundled("specs"))
