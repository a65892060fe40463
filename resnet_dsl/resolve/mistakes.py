"""What goes on behind a mistake: what it leaves unknown is silent, what does not depend on that is still checked."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.ops.core.registry import find_op
from resnet_dsl.resolve.context import ANY_TARGET, Context
from resnet_dsl.resolve.flow import Flow
from resnet_dsl.resolve.scope import ANY_NAME, Variables
from resnet_dsl.resolve.values import LOST
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree

OF_ARCHS = tree.Input | tree.Assert | tree.After | tree.Weights | tree.Output | tree.OutputNames
"""What stands at the top level of an arch only: which level a broken brace is on is not known."""


def pass_over(statement: tree.Statement, flow: Flow, context: Context) -> Context:
    """What is in force behind a statement that cannot be resolved: names that it declares are known, and no more.

    What stands in its braces and has not been looked at is resolved as far as that goes without a value.
    """
    loose = {"in_residual": True, "target": ANY_TARGET} if isinstance(statement, tree.Broken) else {}
    for body in _unseen(statement):
        inner = context.in_brace(body.span, at_top=context.at_top, **loose)
        flowing = tuple(item for item in body.statements if not loose or not isinstance(item, OF_ARCHS))
        context.run(flowing, flow.lost(), forget(statement, inner))
    return forget(statement, context)


def forget(statement: tree.Statement, context: Context) -> Context:
    """The context with the names that a statement declares, as names of which nothing else is known."""
    context.labels.lost.update(_labels(statement))
    unknown = {name: LOST for name in _variables(statement) if not _is_known(name, context)}
    if not unknown:
        return context
    return replace(context, variables=Variables(context.variables.own | unknown, context.variables.outer))


def _is_known(name: str, context: Context) -> bool:
    return name in context.variables or name in context.file.blocks or find_op(name) is not None


def _unseen(statement: tree.Statement) -> tuple[tree.Body, ...]:
    """The bodies of a statement that are not resolved when it cannot be."""
    match statement:
        case tree.Broken():
            return statement.bodies
        case tree.If():
            return (statement.then, *((statement.otherwise,) if statement.otherwise else ()))
        case tree.For():
            return (statement.body,)
    return ()


def _labels(statement: tree.Statement) -> Iterator[str]:
    """The names that a statement gives to values."""
    match statement:
        case tree.Broken():
            yield from statement.words
        case tree.Labelled() | tree.Stage() | tree.Output():
            plain = all(isinstance(part, str) for part in statement.label.parts)
            yield "".join(map(str, statement.label.parts)) if plain else ANY_NAME
    yield from (name for inner in _inside(statement) for name in _labels(inner))


def _variables(statement: tree.Statement) -> Iterator[str]:
    """The names that a statement gives to what it computes."""
    match statement:
        case tree.Broken():
            yield from statement.words
        case tree.Let():
            yield statement.name
        case tree.For():
            yield from statement.names
    yield from (name for inner in _inside(statement) for name in _variables(inner))


def _inside(statement: tree.Statement) -> Iterator[tree.Statement]:
    return (inner for body in _unseen(statement) for inner in body.statements)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings, each once: first those without a place, then file by file as they came up, in the order of the text."""
    once: dict[tuple[str, Span | None, str], Diagnostic] = {}
    for one in diagnostics:
        once.setdefault((one.code, one.span, one.message), one)
    files: dict[str, int] = {}
    for one in once.values():
        if one.span is not None:
            files.setdefault(one.span.file.name, len(files))

    def place(one: Diagnostic) -> tuple[int, int]:
        return (files[one.span.file.name], one.span.start) if one.span else (-1, 0)

    return tuple(sorted(once.values(), key=place))
