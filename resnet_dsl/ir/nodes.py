"""The nodes of the IR: frozen, equal when they mean the same wherever they were written; JSON is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from resnet_dsl.ir.fields import Identifier, Key, Limits, OpField, ShapeField, ValueField

FORMAT = 1


class Strict:
    """What has no fields in JSON but its own, and is validated whole where it was made by hand."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "revalidate_instances": "always"}


@dataclass(frozen=True)
class Place(Strict):
    """Where something was written: lines and columns from 1, the end exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Binding(Strict):
    """A parameter or local name of a block and its value; `default` is what the block says, None for nothing."""

    name: Identifier
    value: ValueField
    default: ValueField = None


@dataclass(frozen=True)
class Init(Strict):
    """How a tensor begins: a function of `torch.nn.init` without its underscore, and its arguments."""

    tensor: Annotated[str, Limits(pattern=r"^[A-Za-z_]*$")]
    distribution: Identifier
    arguments: tuple[tuple[Identifier, ValueField], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Layer(Strict):
    """One op on one tensor. `name` is its key where the file gives one, else `counted` is numbered (rule N2).

    `part` is its place in an order: before the convolution, behind it up to the `+`, behind the `+`.
    """

    op: OpField
    input: ShapeField
    output: ShapeField
    name: Key | None = None
    counted: Key
    label: str | None = None
    part: Literal["", "lead", "before", "behind"] = ""
    inits: tuple[Init, ...] = ()
    place: Place | None = field(default=None, compare=False)
    kind: Literal["layer"] = "layer"

    @property
    def nodes(self) -> tuple[Node, ...]:
        """A layer holds nothing."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Sequence(Strict):
    """Nodes in a row that belong together and make no module of their own.

    `role` says why: a `unit` is a convolution with the parts of its order (a `main unit` while its main path is still
    open), an `arm` is one of a join, a `residual` is one with the parts that stand around it, a `repeat` holds the
    runs of a repeat, and `moved` are parts of an order that stand by themselves.
    """

    role: Literal["unit", "main unit", "arm", "residual", "repeat", "moved"]
    nodes: tuple[Node, ...]
    input: ShapeField
    output: ShapeField
    label: str | None = None
    place: Place | None = field(default=None, compare=False)
    kind: Literal["sequence"] = "sequence"


@dataclass(frozen=True, kw_only=True)
class Module(Strict):
    """Nodes in a row that make a module of their own, a level of the keys (rule N1).

    An arch and a block count their members (`conv1 bn1`, rule N2); all others number them (`0 1 2`, rule N3).
    """

    role: Literal["arch", "block", "brace", "stage", "repeat", "shortcut"]
    nodes: tuple[Node, ...]
    input: ShapeField
    output: ShapeField
    name: Key | None = None
    counted: Key
    label: str | None = None
    block: str = ""
    docstring: str = ""
    parameters: tuple[Binding, ...] = ()
    locals: tuple[Binding, ...] = ()
    place: Place | None = field(default=None, compare=False)
    kind: Literal["module"] = "module"

    @property
    def numbered(self) -> bool:
        """Whether members are named by position rather than counted by op."""
        return self.role not in ("arch", "block")


@dataclass(frozen=True, kw_only=True)
class Repeat(Strict):
    """`count` equal runs of the same nodes, one after another; transparent to names."""

    count: Annotated[int, Limits(ge=1)]
    nodes: tuple[Node, ...]
    input: ShapeField
    output: ShapeField
    label: str | None = None
    place: Place | None = field(default=None, compare=False)
    kind: Literal["repeat"] = "repeat"


@dataclass(frozen=True, kw_only=True)
class Residual(Strict):
    """A main path and a shortcut that are added; `shortcut` is None where there is none, empty for an identity.

    `changed` tells whether the shortcut changes channels or size; `activated` whether the leading activation was
    left out because the input has it already (rule O4). `declared` is the label of the path that a change takes.
    """

    main: tuple[Node, ...]
    shortcut: tuple[Node, ...] | None
    input: ShapeField
    output: ShapeField
    changed: bool = False
    activated: bool = False
    declared: str | None = None
    label: str | None = None
    place: Place | None = field(default=None, compare=False)
    kind: Literal["residual"] = "residual"

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The main path, then the shortcut: the order in which they run and are named."""
        return self.main + (self.shortcut or ())


@dataclass(frozen=True, kw_only=True)
class Join(Strict):
    """Arms that read one value, and are joined: along the channels, by sum or by product."""

    how: Literal["concat", "add", "mul"]
    arms: tuple[Sequence, ...]
    input: ShapeField
    output: ShapeField
    label: str | None = None
    place: Place | None = field(default=None, compare=False)
    kind: Literal["join"] = "join"

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The arms, in the order in which they run."""
        return self.arms


@dataclass(frozen=True, kw_only=True)
class Read(Strict):
    """An earlier value becomes the current one: of a label, or of the block's input (`in`)."""

    source: str
    input: ShapeField
    output: ShapeField
    label: str | None = None
    place: Place | None = field(default=None, compare=False)
    kind: Literal["read"] = "read"

    @property
    def nodes(self) -> tuple[Node, ...]:
        """A read holds nothing."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Output(Strict):
    """A side result, computed at once after the value `source`, registered where it stands.

    `input` and `output` are of the main value, which passes unchanged; the nodes have their own.
    """

    result: Identifier
    source: str
    training_only: bool
    nodes: tuple[Node, ...]
    input: ShapeField
    output: ShapeField
    label: str | None = None
    place: Place | None = field(default=None, compare=False)
    kind: Literal["output"] = "output"


Node = Annotated[Layer | Sequence | Module | Repeat | Residual | Join | Read | Output, Limits(discriminator="kind")]


@dataclass(frozen=True, kw_only=True)
class Published(Strict):
    """Weights that fit an arch: at which `publisher`, of which of its models, by which names.

    `parameters` are those that the arch is built with for them, where they are not its defaults.
    """

    publisher: Literal["torchvision"]
    model: Identifier
    names: tuple[Identifier, ...]
    parameters: tuple[Binding, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, repr=False)
class Arch(Strict):
    """A whole network: its root module, and the names of its results, the main one first."""

    name: Identifier
    root: Module
    results: tuple[Identifier, ...] = ()
    residuals: int = 0
    docstring: str = ""
    published: tuple[Published, ...] = ()
    format: Literal[1] = 1

    def __repr__(self) -> str:
        return f"<Arch {self.name}: {self.input} to {self.output}>"

    @property
    def input(self) -> Any:
        """The shape of the input."""
        return self.root.input

    @property
    def output(self) -> Any:
        """The shape of the main result."""
        return self.root.output
