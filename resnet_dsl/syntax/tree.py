"""The syntax tree: one frozen class a rule of the grammar, a line of concrete syntax over each."""

import typing
from dataclasses import dataclass, field

from resnet_dsl.source.file import Span

JoinKind = typing.Literal["concat", "add", "mul"]


@dataclass(frozen=True)
class Node:
    """Anything that stands somewhere in a file."""

    span: Span = field(repr=False, compare=False)


# expressions


@dataclass(frozen=True)
class Expression(Node):
    """Anything that has a value."""


# 25_557_032   0.5   true   "text"   3x3
@dataclass(frozen=True)
class Literal(Expression):
    """A value that stands for itself; a size is a `Size`."""

    value: int | float | bool | str | tuple[int, ...]


# width
@dataclass(frozen=True)
class Name(Expression):
    """A name given as a value."""

    name: str


# in
@dataclass(frozen=True)
class InValue(Expression):
    """The value that enters the statement."""


# residual
@dataclass(frozen=True)
class ResidualValue(Expression):
    """The position among the residuals of the arch."""


# in.channels
@dataclass(frozen=True)
class Attribute(Expression):
    """A property of a value."""

    value: Expression
    name: str


# widths[0]
@dataclass(frozen=True)
class Index(Expression):
    """A member of a tuple, list or size."""

    value: Expression
    index: Expression


# not deep   -1
@dataclass(frozen=True)
class Unary(Expression):
    """An operator before its operand."""

    operator: str
    operand: Expression


# width * expansion   a and b   n > 1
@dataclass(frozen=True)
class Binary(Expression):
    """An operator between its operands."""

    operator: str
    left: Expression
    right: Expression


# 64 if wide else 32
@dataclass(frozen=True)
class Conditional(Expression):
    """One of two values."""

    condition: Expression
    then: Expression
    otherwise: Expression


# (96, 128)   [1, 2, 3]
@dataclass(frozen=True)
class Tuple(Expression):
    """A tuple or a list; the language does not tell them apart."""

    members: tuple[Expression, ...]


# make_divisible(width, 8)   leaky_relu(slope=0.1)
@dataclass(frozen=True)
class Function(Expression):
    """A call inside an expression: of a function, or of an op given as a value with options."""

    name: str
    arguments: tuple["Argument", ...]


# 64   /2   groups=32
@dataclass(frozen=True)
class Argument(Node):
    """One argument of a call; `name` is set for `key=value`, `is_stride` for `/n`."""

    value: Expression
    name: str | None = None
    is_stride: bool = False

    @property
    def name_span(self) -> Span:
        """Where its name is written; the whole argument where none is."""
        name = self.name or ""
        is_written = name and self.span.text.startswith(name)
        return Span(self.span.file, self.span.start, self.span.start + len(name)) if is_written else self.span


# labels


# layer1   0   "denseblock{i + 1}"
@dataclass(frozen=True)
class Label(Node):
    """A name for a statement; a computed one alternates texts and expressions."""

    parts: tuple[str | Expression, ...]


# statements


@dataclass(frozen=True)
class Statement(Node):
    """Anything that stands on a line of a body."""


@dataclass(frozen=True)
class Body(Node):
    """Statements in braces, with their docstring."""

    statements: tuple[Statement, ...]
    docstring: str = ""


# conv 3x3, 64, /2
@dataclass(frozen=True)
class Call(Statement):
    """An op or a block, applied to the current value."""

    name: str
    name_span: Span = field(repr=False, compare=False)
    arguments: tuple[Argument, ...] = ()


# { conv 3x3, 64; relu }
@dataclass(frozen=True)
class Brace(Statement):
    """Statements in a row."""

    body: Body


# bottleneck 64 x3
@dataclass(frozen=True)
class Repeat(Statement):
    """A statement several times in a row."""

    work: Statement
    count: Expression


# concat { … }   add { … }   mul { … }
@dataclass(frozen=True)
class Join(Statement):
    """Arms that all read the current value, and are joined into one."""

    kind: JoinKind
    body: Body


# downsample: projection
@dataclass(frozen=True)
class Path(Node):
    """What stands on a shortcut: a word, an op or block without arguments, or a body."""

    label: Label | None
    work: "Call | Body"


# shortcut identity else none   shortcut projection always
@dataclass(frozen=True)
class Shortcut(Node):
    """The shortcut of a residual; `otherwise` is what stands after `else`."""

    path: Path
    otherwise: Path | None
    always: bool


# residual { … } shortcut K
@dataclass(frozen=True)
class Residual(Statement):
    """A main path, a shortcut, and their addition where the order has its `+`."""

    body: Body
    shortcut: Shortcut | None


# stage layer1: bottleneck 64 x3
@dataclass(frozen=True)
class Stage(Statement):
    """A name for what works at one resolution."""

    label: Label
    work: Statement


# from inception4a   from in
@dataclass(frozen=True)
class From(Statement):
    """An earlier value becomes the current one; `label` is None for `from in`."""

    label: Label | None


# conv1: conv 7x7, 64, /2
@dataclass(frozen=True)
class Labelled(Statement):
    """A statement with a name."""

    label: Label
    work: Statement


# if expand > 1 { … } else { … }
@dataclass(frozen=True)
class If(Statement):
    """Statements under a condition."""

    condition: Expression
    then: Body
    otherwise: Body | None


# for width, n in [(64, 3), (128, 4)] { … }
@dataclass(frozen=True)
class For(Statement):
    """Statements once for each member of a list."""

    names: tuple[str, ...]
    members: Expression
    body: Body


# directives


# input 3x224x224
@dataclass(frozen=True)
class Input(Statement):
    """The shape of the input."""

    sizes: tuple[int, ...]


# norm: bn(eps=0.001)
@dataclass(frozen=True)
class OrderMember(Node):
    """One op of an order; the `+` is a member with that name."""

    name: str
    label: Label | None = None
    arguments: tuple[Argument, ...] = ()


# order bn relu conv +
@dataclass(frozen=True)
class Order(Statement):
    """What a convolution becomes, and where a residual adds."""

    members: tuple[OrderMember, ...]


# init conv: kaiming_normal(mode=fan_out)
@dataclass(frozen=True)
class Init(Statement):
    """How the weights of an op begin; `target` is `last` for the last part with weights in each residual."""

    target: str
    distribution: Expression


# let hidden = in.channels * expand
@dataclass(frozen=True)
class Let(Statement):
    """A name for a value."""

    name: str
    value: Expression


# assert layer1 is 256x56x56   assert params == 25_557_032
@dataclass(frozen=True)
class Assert(Statement):
    """A claim about the network at its defaults; with `sizes`, about the shape at a label."""

    claim: Expression
    sizes: tuple[int, ...] | None


# weights torchvision.googlenet (IMAGENET1K_V1), aux=false
@dataclass(frozen=True)
class Weights(Statement):
    """Published weights that fit an arch, and the parameters that it is built with for them."""

    module: tuple[str, ...]
    names: tuple[str, ...]
    arguments: tuple[Argument, ...]


# output aux1 as aux_logits1 when training: head 512 from inception4a
@dataclass(frozen=True)
class Output(Statement):
    """A side result."""

    label: Label
    field: str | None
    when: str | None
    work: Statement
    source: Label


# output as logits, aux_logits2, aux_logits1
@dataclass(frozen=True)
class OutputNames(Statement):
    """The fields of the result in their order, the main one first."""

    names: tuple[str, ...]


# after layer4 { … }
@dataclass(frozen=True)
class After(Statement):
    """Statements to add behind one of the extended arch."""

    label: Label
    body: Body


# conv 3x3 16
@dataclass(frozen=True)
class Broken(Statement):
    """What does not follow the grammar, in the place of a statement or a declaration: reported, and of unknown meaning.

    Any of its `words` may be a name that it declares; the `bodies` in its braces have been read, words of their own.
    """

    words: frozenset[str]
    bodies: tuple[Body, ...] = ()


# declarations


# width, stride = 1
@dataclass(frozen=True)
class Parameter(Node):
    """A parameter of a block or an arch."""

    name: str
    default: Expression | None


# block basic(width, stride = 1) { … }
@dataclass(frozen=True)
class Block(Node):
    """A part of networks with parameters."""

    name: str
    name_span: Span = field(repr=False, compare=False)
    parameters: tuple[Parameter, ...] = ()
    body: Body = field(kw_only=True)


# extends resnet50(groups = 32, base = 4)
@dataclass(frozen=True)
class Extends(Node):
    """The arch that another one begins from."""

    name: str
    arguments: tuple[Argument, ...]


# arch resnet50(classes = 1000) { … }
@dataclass(frozen=True)
class Arch(Node):
    """A network."""

    name: str
    name_span: Span = field(repr=False, compare=False)
    parameters: tuple[Parameter, ...] = ()
    extends: Extends | None = None
    body: Body = field(kw_only=True)


# import blocks.residual (basic, bottleneck as deep)
@dataclass(frozen=True)
class Import(Node):
    """Blocks and archs of another file: pairs of their name there and the name here."""

    module: tuple[str, ...]
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class File(Node):
    """A whole file."""

    docstring: str
    imports: tuple[Import, ...]
    blocks: tuple[Block, ...]
    archs: tuple[Arch, ...]
    broken: tuple[Broken, ...] = ()
