"""SVG for everybody: a title and a description for the picture and for each box, in place of Graphviz' ids."""

from xml.etree import ElementTree

from resnet_dsl.backends.graphviz.dot import LEGEND, TITLE, edge_ids, head_id
from resnet_dsl.backends.graphviz.markup import plain
from resnet_dsl.backends.graphviz.parts import frame_id
from resnet_dsl.diagram.graph import Box, Edge, EdgeStyle, Graph

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
EDGES: dict[EdgeStyle, str] = {
    "main": "flows into",
    "identity": "passes on unchanged to",
    "shortcut": "goes by the shortcut to",
    "skip": "is read by",
    "training": "in training flows into",
}


def accessible(svg: str, graph: Graph) -> str:
    """An SVG of Graphviz in which each part has its own id, a title and a description for people."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(svg.encode("utf-8"))
    root.set("role", "img")
    root.set("aria-label", plain(f"{graph.title}: {graph.subtitle} {graph.caption}"))
    told, own = _told(graph), (graph.title, f"{graph.subtitle} {graph.caption}")
    for group in root.iter(f"{{{SVG}}}g"):
        title = group.find(f"{{{SVG}}}title")
        id = _id(group, title)
        if title is not None and group.get("class") == "graph":
            _tell(group, title, "picture", *own)
        elif title is not None and frame_id(id) in told:
            _tell(group, title, id, *told[frame_id(id)])
    return HEAD + ElementTree.tostring(root, encoding="unicode") + "\n"


def _id(group: ElementTree.Element, title: ElementTree.Element | None) -> str:
    """The id of a box, frame or edge in the picture; Graphviz gives that of an edge to its group."""
    if group.get("class") == "edge":
        return group.get("id", "")
    name = title.text if title is not None and title.text else ""
    return name.removeprefix("cluster_")


def _tell(group: ElementTree.Element, title: ElementTree.Element, id: str, short: str, long: str) -> None:
    group.set("id", id)
    title.text = plain(short)
    description = ElementTree.Element(f"{{{SVG}}}desc")
    description.text = plain(long)
    group.insert(1, description)


def _told(graph: Graph) -> dict[str, tuple[str, str]]:
    """A title and a description by id."""
    names = {id: _name(box) for id, box in graph.boxes.items()}
    boxes = {id: (names[id], box.told) for id, box in graph.boxes.items()}
    frames = {id: (frame.title or frame.key, frame.told) for id, frame in graph.frames.items()}
    heads = {head_id(id): (f"over {short}", long) for id, (short, long) in frames.items()}
    edges = {id: (_flow(names, edge), graph.boxes[edge.tail].shape) for edge, id in edge_ids(graph)}
    texts = {TITLE: ("title", graph.title), LEGEND: ("legend", "what the signs mean")}
    return texts | boxes | frames | heads | edges


def _name(box: Box) -> str:
    return " ".join(filter(None, [box.label or box.key, box.head or " ".join(box.behind), f"({box.kind})"]))


def _flow(names: dict[str, str], edge: Edge) -> str:
    return f"{names[edge.tail]} {EDGES[edge.style]} {names[edge.head]}"
