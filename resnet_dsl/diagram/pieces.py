"""A picture in its pieces: the strip, and each card."""

from resnet_dsl.diagram.graph import Graph


def pieces(graph: Graph) -> list[Graph]:
    """The strip first, then the cards in their order. No edge leads from one to another."""
    homes = {id: _outermost(graph, id) for id in graph.frames}
    there = {card: Graph() for card in ("", *graph.cards)}

    def home(frame: str) -> Graph:
        return there.get(homes.get(frame, ""), there[""])

    for id, frame in graph.frames.items():
        home(id).frames[id] = frame
    for id, box in graph.boxes.items():
        home(box.frame).boxes[id] = box
    for edge in graph.edges:
        home(graph.boxes[edge.tail].frame).edges.append(edge)
    return list(there.values())


def _outermost(graph: Graph, frame: str) -> str:
    while graph.frames[frame].parent:
        frame = graph.frames[frame].parent
    return frame
