"""`if`, `for` and `let`, and the directives that change what is in force."""

from collections.abc import Iterator
from dataclasses import replace

from resnet_dsl.diagnostics.catalog import DoubleName, UnknownName, WrongKind
from resnet_dsl.diagnostics.spelling import rename, suggest
from resnet_dsl.ops.core.kinds import Value
from resnet_dsl.ops.core.registry import find_op, op_names
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.expressions import evaluate, want_bool
from resnet_dsl.resolve.flow import Flow
from resnet_dsl.resolve.initial import read_distribution
from resnet_dsl.resolve.mistakes import forget, pass_over
from resnet_dsl.resolve.orders import read_order
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.scope import Variables
from resnet_dsl.resolve.values import LOST, describe
from resnet_dsl.syntax import tree

DIRECTIVES = tree.Order | tree.Init | tree.Let


def direct(statement: DIRECTIVES, flow: Flow, context: Context) -> Context:
    """What is in force behind a directive. Raises `Problem` or `Unknown`."""
    match statement:
        case tree.Order():
            return replace(context, order=read_order(statement, context.around(flow)))
        case tree.Init():
            return _init(statement, flow, context)
    return _let(statement, flow, context)


def _init(statement: tree.Init, flow: Flow, context: Context) -> Context:
    target = statement.target
    if target != "last" and find_op(target) is None:
        text = f"there is no op `{target}` to begin"
        known = [*op_names(), "last"]
        fix = rename(target, known, statement.span)
        raise Problem(UnknownName(span=statement.span, text=text, help=suggest(target, known), fix=fix))
    distribution = read_distribution(statement.distribution, context.around(flow))
    return replace(context, inits=context.inits.with_one(target, distribution))


def _let(statement: tree.Let, flow: Flow, context: Context) -> Context:
    if context.variables.own.get(statement.name, LOST) is not LOST:
        text = f"`{statement.name}` has a value already"
        raise Problem(DoubleName(span=statement.span, text=text, help="a name is given once; take another"))
    value = evaluate(statement.value, context.around(flow))
    own = context.variables.own | {statement.name: value}
    return replace(context, variables=Variables(own, context.variables.outer))


def branch(statement: tree.If, flow: Flow, context: Context) -> tuple[tree.Statement, ...]:
    """The statements that an `if` chooses. Raises `Problem` or `Unknown`."""
    condition = want_bool(evaluate(statement.condition, context.around(flow)), statement.condition)
    if condition:
        return statement.then.statements
    return statement.otherwise.statements if statement.otherwise else ()


def turns(statement: tree.For, flow: Flow, context: Context) -> Iterator[Context]:
    """The context of each turn of a `for`. Raises `Problem` or `Unknown`."""
    members = evaluate(statement.members, context.around(flow))
    if not isinstance(members, tuple):
        text = f"`for` runs over a tuple or a list, and this is {describe(members)}"
        raise Problem(WrongKind(span=statement.members.span, text=text, help="write `range(3)`, or a list in brackets"))
    for member in members:
        context.session.count(statement.span)
        own = dict(zip(statement.names, _unpacked(statement, member), strict=True))
        yield replace(context, variables=context.variables.inner(**own))


def _unpacked(statement: tree.For, member: Value) -> tuple[Value, ...]:
    count = len(statement.names)
    if count == 1:
        return (member,)
    if not isinstance(member, tuple) or len(member) != count:
        text = f"`for` wants {count} values a turn, and this member is {describe(member)}"
        raise Problem(WrongKind(span=statement.members.span, text=text))
    return tuple(member)


def spread(
    statements: tuple[tree.Statement, ...], flow: Flow, context: Context
) -> Iterator[tuple[tree.Statement, Context]]:
    """The arms among the statements of a join, with control and directives carried out; reports what is wrong."""
    for statement in statements:
        try:
            match statement:
                case tree.Order() | tree.Init() | tree.Let():
                    context = direct(statement, flow, context)
                case tree.If():
                    yield from spread(branch(statement, flow, context), flow, context)
                case tree.For():
                    for turn in turns(statement, flow, context):
                        yield from spread(statement.body.statements, flow, turn)
                case _:
                    yield statement, context
                    context = forget(statement, context) if isinstance(statement, tree.Broken) else context
        except (Problem, Unknown) as mistake:
            if isinstance(mistake, Problem):
                context.report(mistake.diagnostic)
            context = pass_over(statement, flow, context)
            yield tree.Broken(statement.span, frozenset()), context
