"""What is told of a part that is pointed at, as rows of a table, and where it lies."""

from typing import Any

from resnet_dsl.analysis.figures import rounded
from resnet_dsl.backends.graphviz.dot import LEGEND
from resnet_dsl.backends.graphviz.geometry import Layout, Rectangle
from resnet_dsl.backends.graphviz.html.arrange import Arrangement
from resnet_dsl.backends.graphviz.links import address, steps_to
from resnet_dsl.diagram.graph import Box, Figures, Frame, Graph, Source
from resnet_dsl.diagram.texts import percent
from resnet_dsl.diagram.view import View

POINTS = ("entry", "split")
"""Boxes of which there is nothing to tell."""
Facts = dict[str, Any]
"""A JSON object."""


def facts(graph: Graph, view: View, arrangement: Arrangement) -> Facts:
    """All that the page's script has to know."""
    teller = Teller(graph, view)
    layout = arrangement.layout
    parts = {box.id: teller.box(box) | _lies(layout.boxes[box.id]) for box in graph.boxes.values()}
    parts |= {frame.id: teller.frame(frame) | _lies(layout.frames[frame.id]) for frame in graph.frames.values()}
    return {
        "network": teller.network(),
        "parts": parts,
        "cards": graph.cards,
        "shown": arrangement.shown,
        "taken": [_rectangle(one) for one in (*arrangement.columns, *_legend(layout))],
        "page": _rectangle(arrangement.bounds),
    }


class Teller:
    """Tells of the parts of one picture."""

    def __init__(self, graph: Graph, view: View) -> None:
        self.graph, self.view = graph, view

    def network(self) -> Facts:
        """What is told where nothing is pointed at."""
        rows = _shapes(self.graph.figures)
        if self.graph.figures:
            rows += [["parameters", f"{self.graph.figures.parameters:,}"]]
            rows += [["multiply-adds", rounded(self.graph.figures.macs)]]
        return {"name": self.graph.title, "rows": rows}

    def box(self, box: Box) -> Facts:
        """What is told of a box."""
        if box.kind in POINTS:
            return {}
        name = (box.label or box.head) if box.kind == "folded" else box.head or " · ".join(box.behind)
        rows = [["key", box.key], ["block", box.head if box.kind == "folded" and box.label else ""]]
        rows += [["before", " · ".join(box.before)]]
        rows += [["behind", " · ".join(box.behind) if box.kind == "layer" else ""]]
        rows += [*self._figures(box.figures, training=box.training), ["", box.note]]
        more = {"opens": box.opened} if box.opened else {}
        search = " ".join([box.key, box.label, *box.before, box.head, *box.behind, *box.lines, box.shape, box.note])
        return self._told(name, box.about, rows, box.source) | {"key": box.key, "search": search} | more

    def frame(self, frame: Frame) -> Facts:
        """What is told of a frame."""
        rows = [["key", frame.key], ["", frame.subtitle], *self._figures(frame.figures, training=False)]
        name = f"[{frame.sign}] {frame.title}" if frame.sign else frame.title or frame.key
        search = " ".join([frame.title, frame.key, frame.subtitle, frame.shape])
        return self._told(name, "", rows, frame.source) | {"key": frame.key, "search": search}

    def _told(self, name: str, about: str, rows: list[list[str]], source: Source | None) -> Facts:
        told: Facts = {"name": name, "rows": [row for row in rows if row[1]]}
        if about:
            told["about"] = about
        if source:
            told["source"] = f"{steps_to(source, self.graph)}:{source.line}"
            link = address(source, self.graph, self.view)
            return told | ({"link": link} if link else {})
        return told

    def _figures(self, figures: Figures | None, *, training: bool) -> list[list[str]]:
        rows = _shapes(figures)
        if figures is None or not figures.input:
            return rows
        whole = Figures("", "") if training or self.graph.figures is None else self.graph.figures
        rows += [["parameters", f"{figures.parameters:,}{_share(figures.parameters, whole.parameters)}"]]
        rows += [["multiply-adds", f"{rounded(figures.macs)}{_share(figures.macs, whole.macs)}"]]
        return rows + ([["runs", f"{figures.runs}, counted together"]] if figures.runs > 1 else [])


def _shapes(figures: Figures | None) -> list[list[str]]:
    if figures is None:
        return []
    return [["shape", f"{figures.input} → {figures.output}" if figures.input else figures.output]]


def _share(part: int, whole: int) -> str:
    return f" · {percent(part / whole)}" if part and whole else ""


def _legend(layout: Layout) -> list[Rectangle]:
    return [layout.boxes[LEGEND]] if LEGEND in layout.boxes else []


def _lies(rectangle: Rectangle) -> Facts:
    return {"at": _rectangle(rectangle)}


def _rectangle(one: Rectangle) -> list[float]:
    """Left, top, width and height, downwards."""
    return [round(number, 1) for number in (one.left, -one.top, one.width, one.height)]
