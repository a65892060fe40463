"""Residuals: a main path, a shortcut, their addition, and what of the order stands where (rules O3 to O7)."""

from dataclasses import dataclass, replace

from resnet_dsl.diagnostics.catalog import BadOrder, BadShortcut, Misplaced, OrderWithoutPlus, UnequalShapes
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.ir.nodes import Module, Node, Residual, Sequence
from resnet_dsl.resolve.changes import changed_by
from resnet_dsl.resolve.context import ANY_TARGET, Context, MainPath, Target
from resnet_dsl.resolve.flow import Flow, Made
from resnet_dsl.resolve.initial import to_init
from resnet_dsl.resolve.labels import label_text
from resnet_dsl.resolve.layers import moved, pay
from resnet_dsl.resolve.main_path import Begin, Closed, close
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.shortcut_words import is_identity, is_projection, meant
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree

Nodes = tuple[Node, ...]
PROJECTION, IDENTITY, NONE = "projection", "identity", "none"


@dataclass(frozen=True)
class Chosen:
    """What stands on the shortcut: nodes, or None for no shortcut; whether a projection is among it."""

    nodes: Nodes | None
    flow: Flow
    projects: bool = False
    declared: str | None = None


def residual(statement: tree.Residual, flow: Flow, context: Context, label: str | None) -> Made:
    """A residual. Raises `Problem` or `Unknown`."""
    if flow.shape is None:
        _look_into(statement, flow, context)
    entry = flow.known
    closed, main_flow = _main_path(statement, flow, context)
    out = main_flow.known
    changed = main_flow.scale != flow.scale or out.channels != entry.channels
    if closed.units == 0 or (flow.owes and not closed.lead):
        paid = pay(flow, context, statement.span)
    else:
        paid = Made((), replace(flow, owes=()))
    flow = paid.flow

    chosen = _shortcut(statement, changed, flow, Made(closed.nodes, main_flow), context)
    needs_lead = bool(closed.lead) and not flow.activated
    lead = moved(closed.lead, entry, context, statement.span) if needs_lead else ()
    before_split = lead if chosen.projects else ()
    main = closed.nodes if chosen.projects else (*lead, *closed.nodes)
    _check_sum(statement, chosen, closed.nodes, main_flow, context)
    context.session.count(statement.span)
    node = Residual(
        main=main,
        shortcut=chosen.nodes,
        input=entry,
        output=out,
        changed=changed,
        activated=bool(closed.lead) and flow.activated,
        declared=chosen.declared,
        place=context.place(statement.span),
    )
    behind = moved(closed.behind, out, context, statement.span, "behind")
    whole = Sequence(
        role="residual",
        nodes=(*before_split, node, *behind),
        input=entry,
        output=out,
        label=label,
        place=context.place(statement.span),
    )
    owes = context.order.lead if closed.units else ()
    return paid.then(Made((whole,), Flow(out, owes=owes, scale=main_flow.scale)))


def _look_into(statement: tree.Residual, flow: Flow, context: Context) -> None:
    """Report what is wrong with the paths of a residual of whose value nothing is known."""
    main = context.in_brace(statement.body.span, main=MainPath(context.order), in_residual=True, target=None)
    context.run(statement.body.statements, flow, main)
    shortcut = statement.shortcut
    for path in (shortcut.path, shortcut.otherwise) if shortcut else ():
        if path is not None and isinstance(path.work, tree.Body):
            inner = context.in_brace(path.span, main=None, in_residual=True, target=ANY_TARGET)
            context.run(path.work.statements, flow, inner)


def _main_path(statement: tree.Residual, flow: Flow, context: Context) -> tuple[Closed, Flow]:
    """The main path and the value behind it; read as if the lead stood at its start, and again where it has none."""
    order = context.order
    closed, behind = _read_path(statement, flow, context, activated=flow.activated or bool(order.lead))
    if order.lead and not closed.units and not flow.activated:
        closed, behind = _read_path(statement, flow, context, activated=False)
    if closed.units and not order.adds:
        raise Problem(_without_plus(statement, context))
    if closed.unequal:
        raise Problem(_unequal_ends(statement, context))
    return closed, behind


def _read_path(statement: tree.Residual, flow: Flow, context: Context, *, activated: bool) -> tuple[Closed, Flow]:
    inner = context.in_brace(statement.body.span, main=MainPath(context.order), in_residual=True, target=None)
    entry = Flow(flow.known, activated=activated, scale=flow.scale)
    made, _ = context.run(statement.body.statements, entry, inner)
    if made.flow.shape is None:
        raise Unknown
    paid = pay(made.flow, inner, statement.span)
    return close(made.nodes + paid.nodes, _last_init(statement, context)), paid.flow


def _unequal_ends(statement: tree.Residual, context: Context) -> BadOrder:
    where = (Label(context.order.span, "the order in force"),) if context.order.span else ()
    return BadOrder(
        span=_word_span(statement),
        text="the arms at an end of this main path differ in what the order would move out of them",
        secondary=where,
        help="give their convolutions the same `act=` and `norm=`",
    )


def _last_init(statement: tree.Residual, context: Context) -> Begin | None:
    distribution = context.inits.get("last")
    if distribution is None:
        return None
    return lambda tensor, shape: to_init(tensor, shape, distribution, _word_span(statement))


def _without_plus(statement: tree.Residual, context: Context) -> OrderWithoutPlus:
    order = context.order
    names = [*(part.counted for part in order.lead), "conv", *(part.counted for part in order.before)]
    text = " ".join(names)
    where = (Label(order.span, "the order in force"),) if order.span else ()
    activation = "" if order.activates else " relu"
    return OrderWithoutPlus(
        span=_word_span(statement),
        text="this residual does not know where to add: the order in force has no `+`",
        secondary=where,
        help=f"write `order {text} +{activation}` to add behind it, or `order conv bn + relu` to activate the sum",
    )


def _word_span(statement: tree.Residual) -> Span:
    """The span of the word `residual` alone: its body may be long."""
    span = statement.span
    return replace(span, end=span.start + len("residual"))


def _shortcut(statement: tree.Residual, changed: bool, raw: Flow, main: Made, context: Context) -> Chosen:
    """What rule O7 chooses: identity where kept, the path said where changed, unless `else` or `always` say more."""
    if statement.shortcut is None:
        return _path(_word_path(statement, PROJECTION if changed else IDENTITY), changed, raw, main, context)
    shortcut = meant(statement.shortcut, context)
    if shortcut.otherwise is not None and shortcut.always:
        text = "`else` says what stands where; `always` says that one path stands everywhere"
        raise Problem(Misplaced(span=shortcut.span, text=text, help="leave one of them out"))
    if shortcut.otherwise is not None:
        chosen = shortcut.otherwise if changed else shortcut.path
        return _path(chosen, changed, raw, main, context)
    if changed or shortcut.always or _is(shortcut.path, NONE):
        return _path(shortcut.path, changed, raw, main, context)
    return Chosen((), raw, declared=_label(shortcut.path, raw, context))


def _word_path(statement: tree.Residual, word: str) -> tree.Path:
    span = _word_span(statement)
    return tree.Path(span, None, tree.Call(span, word, span))


def _is(path: tree.Path, word: str) -> bool:
    return isinstance(path.work, tree.Call) and path.work.name == word


def _label(path: tree.Path, flow: Flow, context: Context) -> str | None:
    return None if path.label is None else label_text(path.label, flow, context)


def _path(path: tree.Path, changed: bool, raw: Flow, main: Made, context: Context) -> Chosen:
    if _is(path, NONE):
        return Chosen(None, raw)
    if isinstance(path.work, tree.Call) and is_identity(path.work, context):
        if changed:
            raise Problem(_bad_identity(path.span, raw, main, context))
        return Chosen((), raw, declared=_label(path, raw, context))
    return _own_path(path, raw, main.flow, context)


def _bad_identity(span: Span, raw: Flow, main: Made, context: Context) -> BadShortcut:
    return BadShortcut(
        span=span,
        text=f"an identity cannot come from {raw.shape} to {main.flow.shape}: channels or stride change",
        secondary=changed_by("the main path", main.nodes, span, context.session.spans),
        help="use `projection`, `pad` or a path of your own",
    )


def _own_path(path: tree.Path, raw: Flow, main: Flow, context: Context) -> Chosen:
    target = Target(main.known.channels, main.scale)
    inner = context.in_brace(path.span, main=None, in_residual=True, target=target)
    statements = path.work.statements if isinstance(path.work, tree.Body) else (path.work,)
    projects = _projects(statements, context)
    entry = Flow(raw.known, activated=raw.activated or projects, scale=raw.scale)
    made, _ = context.run(statements, entry, inner)
    if made.flow.shape is None:
        raise Unknown
    made = made.then(pay(made.flow, inner, path.span))
    label = _label(path, raw, context)
    if label is None:
        return Chosen(made.nodes, made.flow, projects)
    module = Module(
        role="shortcut",
        nodes=made.nodes,
        input=entry.shape,
        output=made.flow.shape,
        name=label,
        counted="shortcut",
        place=context.place(path.span),
    )
    return Chosen((module,), made.flow, projects, label)


def _projects(statements: tuple[tree.Statement, ...], context: Context) -> bool:
    return any(_has_projection(statement, context) for statement in statements)


def _has_projection(statement: tree.Statement, context: Context) -> bool:
    match statement:
        case tree.Call():
            return is_projection(statement, context)
        case tree.Labelled() | tree.Stage() | tree.Repeat():
            return _has_projection(statement.work, context)
        case tree.Brace() | tree.Join() | tree.For():
            return _projects(statement.body.statements, context)
        case tree.If():
            bodies = (statement.then, *((statement.otherwise,) if statement.otherwise else ()))
            return any(_projects(body.statements, context) for body in bodies)
    return False


def _check_sum(statement: tree.Residual, chosen: Chosen, nodes: Nodes, main: Flow, context: Context) -> None:
    if chosen.nodes is None or chosen.flow.shape == main.shape:
        return
    span = statement.shortcut.span if statement.shortcut else _word_span(statement)
    spans = context.session.spans
    raise Problem(
        UnequalShapes(
            span=span,
            text=f"the main path ends in {main.shape} and the shortcut in {chosen.flow.shape}",
            label=f"the shortcut ends in {chosen.flow.shape}",
            secondary=(
                Label(statement.body.span, f"the main path ends in {main.shape}"),
                *changed_by("the main path", nodes, statement.body.span, spans),
                *changed_by("the shortcut", chosen.nodes, span, spans),
            ),
            help="both must end in one shape; a projection or `pad` makes up channels and stride, not padding",
        )
    )
