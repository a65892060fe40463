"""`weights`: which published weights fit an arch, and what it is built with for them."""

from resnet_dsl.diagnostics.catalog import DoubleName, LeftOverArgument, UnknownName, UnknownParameter
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Binding, Published
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.expressions import Surroundings, evaluate
from resnet_dsl.resolve.extends import Placed, Plan
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.values import to_ir
from resnet_dsl.syntax import tree

PUBLISHERS = ("torchvision",)


def read_published(built: Plan, context: Context) -> tuple[Published, ...]:
    """The weights that an arch states itself; what is wrong with a statement is reported."""
    found: list[Published] = []
    for placed in built.weights:
        try:
            published = _read(placed, built, context)
            _refuse_second(published, found, placed.statement)
            found.append(published)
        except Problem as problem:
            context.report(problem.diagnostic)
        except Unknown:
            pass
    return tuple(found)


def _refuse_second(published: Published, found: list[Published], statement: tree.Statement) -> None:
    for other in found:
        both = [name for name in published.names if name in other.names and published.model == other.model]
        if both:
            text = f"the weights `{both[0]}` of `{published.model}` are stated twice"
            raise Problem(DoubleName(span=statement.span, text=text))


def _read(placed: Placed, built: Plan, context: Context) -> Published:
    statement = placed.statement
    assert isinstance(statement, tree.Weights)
    publisher, _, model = ".".join(statement.module).partition(".")
    if publisher not in PUBLISHERS:
        help = suggest(publisher, PUBLISHERS) or "weights are published at `torchvision`"
        raise Problem(UnknownName(span=statement.span, text=f"there is no publisher `{publisher}`", help=help))
    if not model.isidentifier():
        help = f"write `weights {publisher}.{built.arch.name} ({', '.join(statement.names)})`"
        raise Problem(UnknownName(span=statement.span, text="weights are those of one model", help=help))
    if len(set(statement.names)) != len(statement.names):
        raise Problem(DoubleName(span=statement.span, text="two of these weights have one name"))
    given = [str(argument.name) for argument in statement.arguments]
    for i, argument in enumerate(statement.arguments):
        if argument.name in given[:i]:
            raise Problem(LeftOverArgument(span=argument.span, text=f"`{argument.name}` is given twice"))
    return Published(
        publisher="torchvision",
        model=model,
        names=statement.names,
        parameters=tuple(_binding(argument, placed, built, context) for argument in statement.arguments),
        place=context.place(statement.span),
    )


def _binding(argument: tree.Argument, placed: Placed, built: Plan, context: Context) -> Binding:
    name, known = str(argument.name), [item.name for item in built.parameters]
    if name not in known:
        text = f"`{built.arch.name}` has no parameter `{name}`"
        help = suggest(name, known) or f"it has {', '.join(f'`{other}`' for other in known) or 'none'}"
        raise Problem(UnknownParameter(span=argument.span, text=text, help=help))
    return Binding(name, to_ir(evaluate(argument.value, Surroundings(context.variables, placed.home))))
