"""A whole arch: parameters, input, body, claims."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from resnet_dsl.diagnostics.catalog import (
    FailedClaim,
    Misplaced,
    MissingArgument,
    UnknownName,
    UnknownParameter,
    WrongKind,
)
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.count import count_residuals
from resnet_dsl.ir.nodes import Arch, Binding, Module, Node, Output
from resnet_dsl.ir.validated import sound
from resnet_dsl.ops.core.kinds import Value
from resnet_dsl.ops.core.shape import NAMES_BY_RANK, Shape
from resnet_dsl.resolve.calls import parameter_values
from resnet_dsl.resolve.checks import check_members
from resnet_dsl.resolve.claims import ClaimError, check_claims, check_sizes
from resnet_dsl.resolve.context import Context, Session
from resnet_dsl.resolve.expressions import Surroundings, evaluate
from resnet_dsl.resolve.extends import Placed, Plan, plan
from resnet_dsl.resolve.files import Files
from resnet_dsl.resolve.flow import Flow, Made
from resnet_dsl.resolve.layers import pay
from resnet_dsl.resolve.mistakes import in_order
from resnet_dsl.resolve.positions import check_positions
from resnet_dsl.resolve.problems import Exhausted, Problem, Unknown
from resnet_dsl.resolve.published import read_published
from resnet_dsl.resolve.scope import ANY_NAME, FileScope, Labels, Variables
from resnet_dsl.resolve.statements import run, work
from resnet_dsl.resolve.values import to_ir
from resnet_dsl.source.file import SourceFile
from resnet_dsl.syntax import tree
from resnet_dsl.syntax.parse import parse_expression_text


@dataclass(frozen=True)
class Request:
    """What is asked of an arch besides its defaults: parameters by name, and an input."""

    parameters: dict[str, Any]
    input: tuple[int, ...] | None = None

    @property
    def is_default(self) -> bool:
        """Whether nothing is: then the claims of the file are checked."""
        return not self.parameters and self.input is None


def resolve_arch(arch: tree.Arch, home: FileScope, files: Files, request: Request) -> Arch:
    """The IR of an arch. Raises `ArchError` with everything that is wrong, `ClaimError` if only claims fail."""
    session = Session(files)
    resolved = None
    try:
        resolved = _resolve(arch, home, session, request)
    except Problem as problem:
        session.reporter.add(problem.diagnostic)
    except ArchError as error:
        session.reporter.found += error.diagnostics
    except (Unknown, Exhausted):
        pass
    found = in_order([*files.found, *session.reporter.found])
    if resolved is not None and found and all(isinstance(finding, FailedClaim) for finding in found):
        raise ClaimError(found, resolved)
    if found or resolved is None:
        raise ArchError(found)
    return resolved


def _resolve(arch: tree.Arch, home: FileScope, session: Session, request: Request) -> Arch | None:
    built = plan(arch, home, session.files, lambda base: _names(base, session, request))
    if not built.is_broken:
        _refuse_unknown(built, request)
    variables = parameter_values(built.parameters, _given(built, request, home), home, built.homes)
    flow = Flow(_input(built, request, arch, session))
    context = Context(
        session=session,
        work=work,
        run=run,
        file=home,
        variables=variables,
        labels=Labels(entry=flow),
    )
    made, context, _ = _body(built.statements, flow, context)
    if made.flow.shape is None or session.reporter.found or built.is_broken:
        _check_rest(built, request, context)
        return None
    made = made.then(pay(made.flow, context, arch.name_span))
    root = _root(arch, built, variables, flow.known, made, context)
    check_members(root, context)
    _refuse_unmade((placed.statement for placed in built.statements), session.results, arch)
    results = _results(root, session, arch)
    resolved = Arch(
        name=arch.name,
        root=root,
        results=results,
        residuals=count_residuals(root.nodes),
        docstring=arch.body.docstring or home.content.docstring,
        published=read_published(built, context),
    )
    sound(resolved)
    check_positions(resolved, context)
    if request.is_default:
        check_claims(built.claims, resolved, context)
    return resolved


def _check_rest(built: Plan, request: Request, context: Context) -> None:
    """Report what is wrong with the statements about a network that cannot be resolved, as far as that shows."""
    if built.is_broken:
        context.labels.lost.add(ANY_NAME)
    else:
        read_published(built, context)
    if request.is_default:
        check_sizes(built.claims, context)


def _body(statements: tuple[Placed, ...], flow: Flow, context: Context) -> tuple[Made, Context, list[Made]]:
    """The body of an arch, whose statements may come from several files; also what each statement made."""
    made = Made((), flow)
    steps = []
    for placed in statements:
        step, context = run((placed.statement,), made.flow, replace(context, file=placed.home))
        steps.append(step)
        made = made.then(step)
    return made, context, steps


def _names(built: Plan, session: Session, request: Request) -> list[Made]:
    """What each statement of an extended arch makes, for `extends` to find them by the names of their members."""
    home = built.home
    variables = parameter_values(built.parameters, _given(built, request, home), home, built.homes)
    flow = Flow(_input(built, Request({}), built.arch, session))
    base = Session(session.files, deadline=session.deadline)
    context = Context(session=base, work=work, run=run, file=home, variables=variables, labels=Labels(entry=flow))
    try:
        _, _, steps = _body(built.statements, flow, context)
    except Exhausted:
        steps = []
    if base.reporter.found:
        raise ArchError(base.reporter.found)
    return steps


def _root(arch: tree.Arch, built: Plan, variables: Variables, shape: Shape, made: Made, context: Context) -> Module:
    return Module(
        role="arch",
        nodes=made.nodes,
        input=shape,
        output=made.flow.shape,
        counted=arch.name,
        block=arch.name,
        docstring=arch.body.docstring,
        parameters=tuple(Binding(item.name, to_ir(variables.own[item.name])) for item in built.parameters),
        place=context.place(arch.name_span),
    )


def _refuse_unknown(built: Plan, request: Request) -> None:
    known = [item.name for item in built.parameters]
    for name in request.parameters:
        if name not in known:
            text = f"`{built.arch.name}` has no parameter `{name}`"
            help = suggest(name, known) or f"it has {', '.join(f'`{other}`' for other in known) or 'none'}"
            raise Problem(UnknownParameter(span=None, text=text, help=help))


def _given(built: Plan, request: Request, home: FileScope) -> dict[str, Value]:
    known = {item.name for item in built.parameters}
    given = {
        name: to_value(value, _seen(built.homes.get(name, home), home))
        for name, value in request.parameters.items()
        if name in known
    }
    missing = [item.name for item in built.parameters if item.default is None and item.name not in given]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        text = f"`{built.arch.name}` wants {names}"
        help = f"give it with `-p {missing[0]}=…`, or a default in the file"
        raise Problem(MissingArgument(span=built.arch.name_span, text=text, help=help))
    return given


def _seen(default: FileScope, home: FileScope) -> FileScope:
    """What a parameter given from outside may name: the blocks of the arch's file, and of the one with its default."""
    return home if default is home else replace(home, blocks={**default.blocks, **home.blocks})


def to_value(value: Any, home: FileScope) -> Value:
    """A parameter from outside as a value: a text is an expression of the language. Raises `Problem`."""
    if isinstance(value, str):
        expression = parse_expression_text(SourceFile(f"parameter `{value}`", value))
        return evaluate(expression, Surroundings(Variables(), home))
    if isinstance(value, list | tuple):
        return tuple(to_value(member, home) for member in value)
    if isinstance(value, bool | int | float):
        return value
    text = (
        f"a parameter is a number, a boolean, a text or a tuple of these, and this is of type `{type(value).__name__}`"
    )
    raise Problem(WrongKind(span=None, text=text))


def _input(built: Plan, request: Request, arch: tree.Arch, session: Session) -> Shape | None:
    """The shape of the input; None after a mistake, which is reported."""
    try:
        return _stated_input(built, request, arch)
    except Problem as problem:
        session.reporter.add(problem.diagnostic)
        return None


def _stated_input(built: Plan, request: Request, arch: tree.Arch) -> Shape | None:
    statements = [placed.statement for placed in built.statements if isinstance(placed.statement, tree.Input)]
    if len(statements) > 1:
        first = Label(statements[0].span, "first here")
        text = "`input` is stated twice"
        raise Problem(Misplaced(span=statements[1].span, text=text, secondary=(first,)))
    sizes = request.input or (statements[0].sizes if statements else ())
    if not sizes and built.is_broken:
        return None
    if not sizes:
        help = "write `input 3x224x224` in it"
        raise Problem(MissingArgument(span=arch.name_span, text=f"`{arch.name}` does not say its input", help=help))
    if len(sizes) not in NAMES_BY_RANK or min(sizes) < 1:
        span = statements[0].span if statements and request.input is None else None
        given = "x".join(map(str, sizes))
        text = f"an input is channels, channels x length or channels x height x width, each from 1: not {given}"
        raise Problem(WrongKind(span=span, text=text))
    return Shape.of(*sizes)


def _results(root: Module, session: Session, arch: tree.Arch) -> tuple[str, ...]:
    """The names of the results in their order; empty where there is only one."""
    fields = [node.result for node in _outputs(root.nodes)]
    if not fields:
        return ()
    stated = session.results
    if not stated:
        return ("output", *fields)
    missing = [field for field in fields if field not in stated[1:]]
    if missing:
        text = f"`output as` does not name the side result `{missing[0]}`"
        help = "it names the main result, then every side result"
        raise Problem(UnknownName(span=arch.name_span, text=text, help=help))
    return (stated[0], *(name for name in stated[1:] if name in fields))


def _refuse_unmade(statements: Iterable[tree.Statement], results: tuple[str, ...], arch: tree.Arch) -> None:
    """Refuse names of results that no `output` of the body can make; one under an `if` may stay away."""
    possible = set(_possible(statements))
    for name in results[1:]:
        if None not in possible and name not in possible:
            help = suggest(name, [known for known in possible if known]) or "name a side result, or add its `output`"
            text = f"`output as` names `{name}`, and no side result is called so"
            raise Problem(UnknownName(span=arch.name_span, text=text, help=help))


def _possible(statements: Iterable[tree.Statement]) -> Iterator[str | None]:
    """The names of side results among statements; None for a computed one."""
    for statement in statements:
        match statement:
            case tree.Output():
                plain = all(isinstance(part, str) for part in statement.label.parts)
                yield statement.field or ("".join(map(str, statement.label.parts)) if plain else None)
            case tree.If():
                yield from _possible(statement.then.statements)
                yield from _possible(statement.otherwise.statements if statement.otherwise else ())
            case tree.For():
                yield from _possible(statement.body.statements)
            case tree.Broken():
                yield None


def _outputs(nodes: tuple[Node, ...]) -> list[Output]:
    return [node for node in nodes if isinstance(node, Output)]
