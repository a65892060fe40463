"""The terms that a picture tells: cards put in the place of the boxes that refer to them, repeats run through."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from terms import Input, Terms

from resnet_dsl.diagram.graph import Box, Edge, Frame, Graph

THROUGH = ("entry", "split", "shape")
STYLES_ASIDE = {"main": "shortcut", "identity": "shortcut"}
Override = dict[Edge, int]


@dataclass
class Expansion:
    """Reads a picture; `text` is applied to what stands in the boxes of layers."""

    graph: Graph
    terms: Terms
    text: Callable[[str], str]
    into: dict[str, list[Edge]] = field(default_factory=dict)
    values: dict[str, Input] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for edge in self.graph.edges:
            self.into.setdefault(edge.head, []).append(edge)
        self.cards = {self.graph.frames[id].sign: id for id in self.graph.cards}

    def whole(self) -> None:
        self.region("", {}, "main")

    def region(self, frame: str, carried: Override, flow: str) -> None:
        """What stands in a frame, once; `carried` edges bring the value of the run before."""
        for part in self.parts(frame):
            if isinstance(part, Box):
                self.box(part, carried, flow)
            elif part.kind != "card":
                self.frame(part, carried, flow)

    def parts(self, frame: str) -> Iterator[Box | Frame]:
        """The boxes and frames of a frame in the order of execution."""
        seen: set[str] = set()
        for box in self.graph.boxes.values():
            above = self.above(box.frame)
            if box.frame == frame:
                yield box
            elif frame in above or frame == "":
                child = above[above.index(frame) - 1] if frame in above else above[-1]
                if child not in seen:
                    seen.add(child)
                    yield self.graph.frames[child]

    def above(self, frame: str) -> list[str]:
        """A frame and those around it, the innermost first."""
        found = []
        while frame:
            found.append(frame)
            frame = self.graph.frames[frame].parent
        return found

    def frame(self, frame: Frame, carried: Override, flow: str) -> None:
        self.region(frame.id, carried, flow)
        for _ in range(frame.count - 1):
            end = self.values[self.exit(frame.id)][0]
            self.region(frame.id, carried | dict.fromkeys(self.entrance(frame.id), end), flow)

    def inside(self, frame: str) -> list[Box]:
        return [box for box in self.graph.boxes.values() if frame in self.above(box.frame)]

    def exit(self, frame: str) -> str:
        """The box whose value a run gives on: the one that is read outside of the frame."""
        inside = [box.id for box in self.inside(frame)]
        read = {edge.tail for edge in self.graph.edges if edge.tail in inside and edge.head not in inside}
        assert len(read) <= 1, f"two boxes of a repeat are read outside of it: {read}"
        return read.pop() if read else inside[-1]

    def entrance(self, frame: str) -> list[Edge]:
        """The edge that brings the value into the first run."""
        boxes = self.inside(frame)
        entries = [box.id for box in boxes if box.kind == "entry" and box.frame == frame]
        heads = entries[:1] or [box.id for box in boxes]
        tails = {box.id for box in boxes}
        found = [edge for head in heads for edge in self.into.get(head, ()) if edge.tail not in tails]
        assert len(found) <= 1, f"a reader cannot tell which of these a repeat carries on: {found}"
        return found

    def box(self, box: Box, carried: Override, flow: str) -> None:
        inputs = [self.read(edge, box, carried, flow) for edge in self.into.get(box.id, ())]
        own = styled(box.flow, flow)
        if box.kind in THROUGH:
            self.values[box.id] = inputs[0] if inputs else self.values[box.id]
            return
        later = "identity" if [style for _, style in inputs] == ["identity"] else own
        for _ in range(box.count):
            inputs = [(self.once(box, inputs, own), later)]
        self.values[box.id] = inputs[0][0], own

    def once(self, box: Box, inputs: list[Input], own: str) -> int:
        if box.kind == "folded" and box.card:
            (value,) = inputs
            return self.opened(self.cards[box.card], value, own)
        if box.kind == "folded":
            return self.terms.add(f"closed {box.label}", *inputs)
        if box.kind in ("circle", "concat", "terminal"):
            return self.terms.add(box.head, *inputs)
        first, *others = filter(None, [*box.before, box.head, *box.behind])
        number = self.terms.add(self.text(first), *inputs)
        for text in others:
            number = self.terms.add(self.text(text), (number, own))
        return number

    def opened(self, card: str, value: Input, flow: str) -> int:
        """A card in the place of a box."""
        kept, self.values = self.values, self.values | {f"{card}_in": value}
        self.region(card, {}, flow)
        number = self.values[f"{card}_out"][0]
        self.values = kept
        return number

    def read(self, edge: Edge, head: Box, carried: Override, flow: str) -> Input:
        """The value of an edge; through a point or a shape it is carried as it came, unless it goes elsewhere."""
        if edge in carried:
            return carried[edge], styled("identity" if edge.style == "identity" else head.flow, flow)
        number, came = self.values[edge.tail]
        tail = self.graph.boxes[edge.tail]
        through = tail.kind in THROUGH and edge.style == tail.flow
        return number, came if through else styled(edge.style, flow)


def styled(style: str, flow: str) -> str:
    """The style of an edge of a card that stands for a box on a shortcut, or in training only."""
    if flow == "training":
        return flow
    return STYLES_ASIDE.get(style, style) if flow == "shortcut" else style
