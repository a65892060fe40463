"""From lark's tree to ours: one method a rule of the grammar."""

import re
from collections.abc import Callable, Mapping, Sequence
from inspect import cleandoc
from types import MappingProxyType
from typing import Any

from lark import Token, v_args
from lark.tree import Meta
from lark.visitors import Transformer_NonRecursive

from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax import tree

LONGEST_NUMBER = 40
HOLE = re.compile(r"\{([^{}]*)\}")


class TooLong(Exception):
    """A number of more digits than may be, at `span`."""

    def __init__(self, span: Span) -> None:
        super().__init__(span)
        self.span = span


@v_args(inline=True, meta=True)
class Builder(Transformer_NonRecursive[Token, Any]):
    """Builds the nodes of `tree`.

    `offset` places a text that was cut out of a file; `expression_at` parses such a cut, for computed labels. `bodies`
    are those that have been read before what they stand in, by the offset of their `{`.
    """

    def __init__(
        self,
        file: SourceFile,
        offset: int,
        expression_at: Callable[[Span], tree.Expression],
        bodies: Mapping[int, tree.Body] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.file = file
        self.offset = offset
        self.expression_at = expression_at
        self.bodies = bodies

    def _span(self, place: Meta | Token) -> Span:
        if isinstance(place, Meta) and place.empty:
            return Span(self.file, self.offset, self.offset)
        start, end = place.start_pos or 0, place.end_pos or 0
        return Span(self.file, self.offset + start, self.offset + end)

    # declarations

    def start(self, meta: Meta, *children: Any) -> tree.File:
        return file_of(self.file, docstring_of(children), children)

    def module(self, meta: Meta, *names: Token) -> tuple[str, ...]:
        return tuple(map(str, names))

    def imported(self, meta: Meta, name: Token, alias: Token | None) -> tuple[str, str]:
        return str(name), str(alias or name)

    def import_line(self, meta: Meta, module: tuple[str, ...], *names: tuple[str, str]) -> tree.Import:
        return tree.Import(self._span(meta), module, names)

    def block(self, meta: Meta, name: Token, parameters: Any, body: tree.Body) -> tree.Block:
        return tree.Block(self._span(meta), str(name), self._span(name), parameters or (), body=body)

    def arch(self, meta: Meta, name: Token, parameters: Any, extends: Any, body: tree.Body) -> tree.Arch:
        return tree.Arch(self._span(meta), str(name), self._span(name), parameters or (), extends, body=body)

    def extends(self, meta: Meta, name: Token, arguments: Any) -> tree.Extends:
        return tree.Extends(self._span(meta), str(name), arguments or ())

    def parameters(self, meta: Meta, *parameters: tree.Parameter) -> tuple[tree.Parameter, ...]:
        return parameters

    def parameter(self, meta: Meta, name: Token, default: tree.Expression | None = None) -> tree.Parameter:
        return tree.Parameter(self._span(meta), str(name), default)

    def body(self, meta: Meta, *children: Any) -> tree.Body:
        if meta.start_pos in self.bodies:
            return self.bodies[meta.start_pos]
        statements = tuple(child for child in children if isinstance(child, tree.Statement))
        return tree.Body(self._span(meta), statements, docstring_of(children))

    # directives

    def input(self, meta: Meta, sizes: Token) -> tree.Input:
        return tree.Input(self._span(meta), self._sizes(sizes))

    def order(self, meta: Meta, *members: Any) -> tree.Order:
        nodes = (tree.OrderMember(self._span(m), "+") if isinstance(m, Token) else m for m in members)
        return tree.Order(self._span(meta), tuple(nodes))

    def order_member(self, meta: Meta, label: Token | None, name: Token, arguments: Any) -> tree.OrderMember:
        named = tree.Label(self._span(label), (str(label),)) if label else None
        return tree.OrderMember(self._span(meta), str(name), named, arguments or ())

    def init(self, meta: Meta, target: Token, distribution: tree.Expression) -> tree.Init:
        return tree.Init(self._span(meta), str(target), distribution)

    def let(self, meta: Meta, name: Token, value: tree.Expression) -> tree.Let:
        return tree.Let(self._span(meta), str(name), value)

    def claim(self, meta: Meta, value: tree.Expression, sizes: Token | None) -> tree.Assert:
        return tree.Assert(self._span(meta), value, self._sizes(sizes) if sizes else None)

    def weights(self, meta: Meta, module: tuple[str, ...], *rest: Any) -> tree.Weights:
        names = tuple(str(item) for item in rest if isinstance(item, Token))
        arguments = tuple(item for item in rest if isinstance(item, tree.Argument))
        return tree.Weights(self._span(meta), module, names, arguments)

    def output(self, meta: Meta, label: tree.Label, field: Any, when: Any, work: Any, source: Any) -> tree.Output:
        return tree.Output(self._span(meta), label, _text(field), _text(when), work, source)

    def output_names(self, meta: Meta, *names: Token) -> tree.OutputNames:
        return tree.OutputNames(self._span(meta), tuple(map(str, names)))

    def after(self, meta: Meta, label: tree.Label, body: tree.Body) -> tree.After:
        return tree.After(self._span(meta), label, body)

    # flow

    def labelled(self, meta: Meta, label: tree.Label, work: tree.Statement) -> tree.Labelled:
        return tree.Labelled(self._span(meta), label, work)

    def stage(self, meta: Meta, label: tree.Label, work: tree.Statement) -> tree.Stage:
        return tree.Stage(self._span(meta), label, work)

    def read(self, meta: Meta, label: tree.Label | Token) -> tree.From:
        return tree.From(self._span(meta), None if isinstance(label, Token) else label)

    def choice(self, meta: Meta, condition: tree.Expression, then: tree.Body, otherwise: Any) -> tree.If:
        if isinstance(otherwise, tree.If):
            otherwise = tree.Body(otherwise.span, (otherwise,))
        return tree.If(self._span(meta), condition, then, otherwise)

    def loop(self, meta: Meta, *children: Any) -> tree.For:
        *names, _, members, body = children
        return tree.For(self._span(meta), tuple(map(str, names)), members, body)

    def repeat(self, meta: Meta, work: tree.Statement, times: Token, count: Any = None) -> tree.Repeat:
        if count is None:
            count = tree.Literal(self._span(times), self._integer(times, str(times)[1:]))
        return tree.Repeat(self._span(meta), work, count)

    def call(self, meta: Meta, name: Token, *arguments: tree.Argument) -> tree.Call:
        return tree.Call(self._span(meta), str(name), self._span(name), arguments)

    def brace(self, meta: Meta, body: tree.Body) -> tree.Brace:
        return tree.Brace(self._span(meta), body)

    def join(self, meta: Meta, kind: Token, body: tree.Body) -> tree.Join:
        kinds: dict[str, tree.JoinKind] = {"concat": "concat", "add": "add", "mul": "mul"}
        return tree.Join(self._span(meta), kinds[kind], body)

    def residual(self, meta: Meta, word: Token, body: tree.Body, shortcut: tree.Shortcut | None) -> tree.Residual:
        return tree.Residual(self._span(meta), body, shortcut)

    def shortcut(self, meta: Meta, path: tree.Path, otherwise: Any, always: Token | None) -> tree.Shortcut:
        return tree.Shortcut(self._span(meta), path, otherwise, always is not None)

    def path(self, meta: Meta, label: tree.Label | None, work: Any) -> tree.Path:
        if isinstance(work, Token):
            work = tree.Call(self._span(work), str(work), self._span(work))
        return tree.Path(self._span(meta), label, work)

    def label(self, meta: Meta, text: Token) -> tree.Label:
        span = self._span(text)
        if text.type == "STRING":
            return tree.Label(span, self._label_parts(span))
        return tree.Label(span, (str(text),))

    def _label_parts(self, span: Span) -> tuple[str | tree.Expression, ...]:
        text = span.text[1:-1]
        parts: list[str | tree.Expression] = []
        done = 0
        for hole in HOLE.finditer(text):
            start = span.start + 1
            place = Span(span.file, start + hole.start(1), start + hole.end(1))
            parts += [text[done : hole.start()], self.expression_at(place)]
            done = hole.end()
        return tuple(part for part in (*parts, text[done:]) if part != "")

    # arguments

    def stride(self, meta: Meta, value: tree.Expression) -> tree.Argument:
        return tree.Argument(self._span(meta), value, is_stride=True)

    def named(self, meta: Meta, name: Token, value: tree.Expression) -> tree.Argument:
        return tree.Argument(self._span(meta), value, str(name))

    def positional(self, meta: Meta, value: tree.Expression) -> tree.Argument:
        return tree.Argument(value.span, value)

    def arguments(self, meta: Meta, *arguments: tree.Argument) -> tuple[tree.Argument, ...]:
        return arguments

    # expressions

    def conditional(self, meta: Meta, then: Any, condition: Any, otherwise: Any) -> tree.Conditional:
        return tree.Conditional(self._span(meta), condition, then, otherwise)

    def _binary(self, meta: Meta, left: Any, operator: Token, right: Any) -> tree.Binary:
        return tree.Binary(self._span(meta), str(operator), left, right)

    disjunction = conjunction = comparison = sum = product = power = _binary

    def unary(self, meta: Meta, operator: Token, operand: tree.Expression) -> tree.Unary:
        return tree.Unary(self._span(meta), str(operator), operand)

    negation = unary

    def attribute(self, meta: Meta, value: tree.Expression, name: Token) -> tree.Attribute:
        return tree.Attribute(self._span(meta), value, str(name))

    def index(self, meta: Meta, value: tree.Expression, index: tree.Expression) -> tree.Index:
        return tree.Index(self._span(meta), value, index)

    def function(self, meta: Meta, name: Token, arguments: tuple[tree.Argument, ...]) -> tree.Function:
        return tree.Function(self._span(meta), str(name), arguments)

    def name(self, meta: Meta, name: Token) -> tree.Name:
        return tree.Name(self._span(name), str(name))

    def entering(self, meta: Meta, word: Token) -> tree.InValue:
        return tree.InValue(self._span(word))

    def residual_value(self, meta: Meta, word: Token) -> tree.ResidualValue:
        return tree.ResidualValue(self._span(word))

    def integer(self, meta: Meta, text: Token) -> tree.Literal:
        return tree.Literal(self._span(text), self._integer(text, str(text)))

    def decimal(self, meta: Meta, text: Token) -> tree.Literal:
        return tree.Literal(self._span(text), float(text))

    def string(self, meta: Meta, text: Token) -> tree.Literal:
        return tree.Literal(self._span(text), str(text)[1:-1])

    def size(self, meta: Meta, text: Token) -> tree.Literal:
        return tree.Literal(self._span(text), Size(self._sizes(text)))

    def true(self, meta: Meta, word: Token) -> tree.Literal:
        return tree.Literal(self._span(word), True)

    def false(self, meta: Meta, word: Token) -> tree.Literal:
        return tree.Literal(self._span(word), False)

    def members(self, meta: Meta, *members: tree.Expression) -> tree.Tuple:
        return tree.Tuple(self._span(meta), members)

    def _integer(self, place: Token, digits: str) -> int:
        if len(digits) > LONGEST_NUMBER:
            raise TooLong(self._span(place))
        return int(digits)

    def _sizes(self, text: Token) -> tuple[int, ...]:
        return tuple(self._integer(text, size) for size in str(text).split("x"))


def file_of(source: SourceFile, docstring: str, nodes: Sequence[Any]) -> tree.File:
    """A file of these declarations."""
    return tree.File(
        Span(source, 0, len(source.text)),
        docstring,
        tuple(node for node in nodes if isinstance(node, tree.Import)),
        tuple(node for node in nodes if isinstance(node, tree.Block)),
        tuple(node for node in nodes if isinstance(node, tree.Arch)),
        tuple(node for node in nodes if isinstance(node, tree.Broken)),
    )


def docstring_of(children: Sequence[Any]) -> str:
    """The docstring among what a body or a file begins with; empty where there is none."""
    first = children[0] if children else None
    is_docstring = isinstance(first, Token) and first.type == "DOCSTRING"
    return cleandoc(str(first)[3:-3]).strip() if is_docstring else ""


def _text(token: Token | None) -> str | None:
    return None if token is None else str(token)
