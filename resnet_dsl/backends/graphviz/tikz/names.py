"""The names of nodes in TikZ: the keys of the modules, with `-` for the dot, which means an anchor there."""

import re

from resnet_dsl.diagram.graph import Box, Frame, Graph

FORBIDDEN = re.compile(r"[^A-Za-z0-9_-]")


def node_names(graph: Graph) -> dict[str, str]:
    """A name by the id of each box and frame, no two the same."""
    taken: set[str] = set()
    things: list[Box | Frame] = [*graph.boxes.values(), *graph.frames.values()]
    named = {}
    for thing in things:
        wanted = FORBIDDEN.sub("", _wanted(thing, graph).replace(".", "-"))
        named[thing.id] = thing.id if not wanted or wanted in taken or wanted in graph.boxes else wanted
        taken.add(named[thing.id])
    return named


def _wanted(thing: Box | Frame, graph: Graph) -> str:
    if isinstance(thing, Frame):
        return f"card-{thing.sign}" if thing.kind == "card" else thing.key
    if thing.key or not thing.frame:
        return thing.key
    return f"{graph.frames[thing.frame].key}-{thing.id.rpartition('_')[2]}"
