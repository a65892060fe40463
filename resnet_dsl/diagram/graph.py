"""What is drawn: boxes, the frames they stand in, and edges. It knows neither the IR nor DOT."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

EdgeStyle = Literal["main", "identity", "shortcut", "skip", "training"]
"""The way of the data; an identity past it, or the end of an arm; a shortcut that changes its value; a value read from
afar; what runs in training only."""

BoxKind = Literal["layer", "parts", "folded", "shape", "terminal", "circle", "concat", "entry", "split"]
"""A layer and what was fused with it; parts of an order by themselves; a folded module; the shape that enters or leaves
a card; an end of the network; a sum or product; a concatenation; the point where every run of a repeat begins; the
point in a frame from which several paths part."""

Mark = Literal["", "added", "removed", "changed"]
"""What became of a part where two networks are compared."""

FrameKind = Literal["stage", "block", "group", "repeat", "card"]


@dataclass(frozen=True)
class Share:
    """How much of the whole network a part is, from 0 to 1."""

    parameters: float
    macs: float


@dataclass(frozen=True)
class Figures:
    """What a part makes of what shape, and what all its `runs` cost; what costs nothing has no input."""

    input: str
    output: str
    parameters: int = 0
    macs: int = 0
    runs: int = 1

    def then(self, next: Figures, *, runs: int = 0) -> Figures:
        """These and those of the part behind this one, as one; in so many `runs`, as many as of this unless said."""
        parameters, macs = self.parameters + next.parameters, self.macs + next.macs
        return Figures(self.input, next.output, parameters, macs, runs or self.runs)


@dataclass(frozen=True)
class Source:
    """Where something was written: a file, and a line of it."""

    file: str
    line: int


@dataclass(frozen=True)
class Box:
    """A box, read from top to bottom in the order of execution: `before`, the `head`, `behind`; a `note` last.

    `key` is the name of its module in the model, `keys` those of all that is in a layer's box, `label` the one that the
    file gives it. `role` colours it. `shape` is
    the shape of its value where that is another than what came in, else empty; it is `smaller` where height and width
    shrink. What stands `aside`, on a shortcut, leaves the middle to the main path.

    It runs `count` times in a row; `run` is the repeat that it is a part of, if it is one. A folded one has the `lines`
    of what is in it, and is opened on the card with the sign `card`, which is the frame `opened`.
    """

    id: str
    frame: str
    kind: BoxKind
    key: str = ""
    keys: tuple[str, ...] = ()
    label: str = ""
    role: str = ""
    before: tuple[str, ...] = ()
    head: str = ""
    behind: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    note: str = ""
    shape: str = ""
    smaller: bool = False
    count: int = 1
    card: str = ""
    opened: str = ""
    about: str = ""
    run: str = ""
    share: Share | None = None
    aside: bool = False
    training: bool = False
    mark: Mark = ""
    told: str = ""
    figures: Figures | None = None
    source: Source | None = None

    @property
    def flow(self) -> EdgeStyle:
        """The style of an edge that carries a value on along the path that this box stands on."""
        return "training" if self.training else "shortcut" if self.aside else "main"


@dataclass(frozen=True)
class Frame:
    """A frame round boxes and other frames; `parent` is empty at the top.

    `shape` is that of the value it gives, where that is told; a repeat runs `count` times; a card has its `sign`.
    """

    id: str
    parent: str
    kind: FrameKind
    key: str = ""
    title: str = ""
    subtitle: str = ""
    shape: str = ""
    count: int = 1
    sign: str = ""
    mark: Mark = ""
    share: Share | None = None
    told: str = ""
    figures: Figures | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Edge:
    """The value of one box goes into another."""

    tail: str
    head: str
    style: EdgeStyle = "main"


@dataclass
class Graph:
    """A picture; `file` is where the network was written, `figures` are those of the whole, without training.

    Boxes and frames by id, in the order of execution.
    """

    title: str = ""
    subtitle: str = ""
    caption: str = ""
    file: str = ""
    figures: Figures | None = None
    boxes: dict[str, Box] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    """The ids of the frames that are cards, in the order of first use."""

    def named(self, prefix: str) -> Graph:
        """The same picture with other ids, so that it can stand beside another."""
        frames = {"": ""} | {id: f"{prefix}{id}" for id in self.frames}
        boxes = (
            replace(box, id=f"{prefix}{box.id}", frame=frames[box.frame], opened=frames.get(box.opened, ""))
            for box in self.boxes.values()
        )
        moved = (replace(one, id=frames[one.id], parent=frames[one.parent]) for one in self.frames.values())
        return replace(
            self,
            boxes={box.id: box for box in boxes},
            frames={frame.id: frame for frame in moved},
            edges=[Edge(f"{prefix}{edge.tail}", f"{prefix}{edge.head}", edge.style) for edge in self.edges],
            cards=[frames[card] for card in self.cards],
        )

    def take(self, other: Graph) -> None:
        """Put the boxes, frames and edges of another picture beside these."""
        self.boxes |= other.boxes
        self.frames |= other.frames
        self.edges += other.edges
