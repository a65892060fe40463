"""Statements in a row: each is resolved, or reported and passed over."""

from typing import Literal

from resnet_dsl.diagnostics.catalog import DoubleName, Misplaced, UnknownName
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Module, Node, Output, Read
from resnet_dsl.resolve.calls import call
from resnet_dsl.resolve.checks import check_members
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.control import branch, direct, turns
from resnet_dsl.resolve.flow import Flow, Made
from resnet_dsl.resolve.joins import join
from resnet_dsl.resolve.labels import label_text
from resnet_dsl.resolve.layers import pay
from resnet_dsl.resolve.mistakes import pass_over
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.repeats import repeat
from resnet_dsl.resolve.residuals import residual
from resnet_dsl.syntax import tree


def run(statements: tuple[tree.Statement, ...], flow: Flow, context: Context) -> tuple[Made, Context]:
    """The nodes of statements in a row, the value behind them, and what is in force there.

    What is wrong with one is reported; those behind it go on with a value of which nothing is known.
    """
    made = Made((), flow)
    for statement in statements:
        if made.flow.shape is None:
            context.session.count(statement.span)
        try:
            step, context = _step(statement, made.flow, context)
            made = made.then(step)
        except (Problem, Unknown) as mistake:
            if isinstance(mistake, Problem):
                context.report(mistake.diagnostic)
            made, context = Made(made.nodes, made.flow.lost()), pass_over(statement, made.flow, context)
    return made, context


def _step(statement: tree.Statement, flow: Flow, context: Context) -> tuple[Made, Context]:
    match statement:
        case tree.Order() | tree.Init() | tree.Let():
            return Made((), flow), direct(statement, flow, context)
        case tree.If():
            return run(branch(statement, flow, context), flow, context)
        case tree.For():
            return _loop(statement, flow, context), context
        case tree.Output():
            return _output(statement, flow, context), context
        case tree.OutputNames():
            context.session.results = _results(statement, context)
            return Made((), flow), context
        case tree.Input() if context.at_top:
            return Made((), flow), context
        case tree.Broken():
            raise Unknown
        case tree.Input() | tree.Assert() | tree.After() | tree.Weights():
            what = type(statement).__name__.lower()
            text = f"`{what}` stands in an arch, at its top level"
            raise Problem(Misplaced(span=statement.span, text=text))
    return work(statement, flow, context, None), context


def work(statement: tree.Statement, flow: Flow, context: Context, label: str | None) -> Made:
    """Any statement that a value flows through; `label` names it. Raises `Problem` or `Unknown`."""
    match statement:
        case tree.Labelled():
            return _labelled(statement.label, statement.work, flow, context)
        case tree.Stage():
            return _stage(statement, flow, context)
        case tree.Call():
            return call(statement, flow, context, label)
        case tree.Repeat():
            return repeat(statement, flow, context, label)
        case tree.Residual():
            return residual(statement, flow, context, label)
        case tree.Join():
            return join(statement, flow, context, label)
        case tree.Brace():
            return _module("brace", statement.body, statement, flow, context, label)
        case tree.From():
            return _read(statement, flow, context, label)
    raise Problem(Misplaced(span=statement.span, text="this statement cannot stand here"))


def _loop(statement: tree.For, flow: Flow, context: Context) -> Made:
    made = Made((), flow)
    for turn in turns(statement, flow, context):
        step, _ = run(statement.body.statements, made.flow, turn)
        made = made.then(step)
    return made


def _labelled(label: tree.Label, statement: tree.Statement, flow: Flow, context: Context) -> Made:
    text = label_text(label, flow, context)
    try:
        made = work(statement, flow, context, text)
    except (Problem, Unknown):
        _keep(text, flow.lost(), label, context)
        raise
    _keep(text, made.flow, label, context)
    return made


def _keep(text: str, flow: Flow, label: tree.Label, context: Context) -> None:
    earlier = context.labels.own.get(text)
    if earlier is not None and earlier[1] != label.span:
        first = Label(earlier[1], "the first one")
        raise Problem(DoubleName(span=label.span, text=f"two values are labelled `{text}`", secondary=(first,)))
    context.labels.own[text] = (flow, label.span)


def _stage(statement: tree.Stage, flow: Flow, context: Context) -> Made:
    text = label_text(statement.label, flow, context)
    if isinstance(statement.work, tree.Brace):
        body = statement.work.body
    else:
        body = tree.Body(statement.work.span, (statement.work,))
    made = _module("stage", body, statement, flow, context, text)
    _keep(text, made.flow, statement.label, context)
    return made


def _module(
    role: Literal["brace", "stage"],
    body: tree.Body,
    statement: tree.Statement,
    flow: Flow,
    context: Context,
    label: str | None,
) -> Made:
    inner = context.in_brace(statement.span)
    made, _ = run(body.statements, flow, inner)
    context.session.count(statement.span)
    module = Module(
        role=role,
        nodes=made.nodes,
        input=flow.known,
        output=made.flow.known,
        name=label,
        counted="brace",
        label=label,
        docstring=body.docstring,
        place=context.place(statement.span),
    )
    check_members(module, context)
    return Made((module,), made.flow)


def _read(statement: tree.From, flow: Flow, context: Context, label: str | None) -> Made:
    source = "in" if statement.label is None else label_text(statement.label, flow, context)
    value = context.labels.find(source)
    if value is None:
        text = f"there is no earlier value `{source}` in this block"
        help = suggest(source, context.labels.names()) or "label the statement whose value is wanted"
        span = statement.label.span if statement.label else statement.span
        raise Problem(UnknownName(span=span, text=text, help=help))
    node = Read(source=source, input=flow.known, output=value.known, label=label, place=context.place(statement.span))
    return Made((node,), value)


def _output(statement: tree.Output, flow: Flow, context: Context) -> Made:
    if not context.at_top:
        text = "a side result stands at the top level of an arch"
        raise Problem(Misplaced(span=statement.span, text=text))
    if statement.when not in (None, "training"):
        help = "write `when training`, or leave it out"
        raise Problem(UnknownName(span=statement.span, text=f"there is no `when {statement.when}`", help=help))
    source = label_text(statement.source, flow, context)
    value = context.labels.find(source)
    if value is None:
        text = f"there is no earlier value `{source}`"
        raise Problem(UnknownName(span=statement.source.span, text=text, help=suggest(source, context.labels.names())))
    label = label_text(statement.label, flow, context)
    result = statement.field or label
    if not (result.isidentifier() and result.isascii()):
        help = "results are fields of a named tuple: take a name of Python that does not begin with `_`"
        raise Problem(Misplaced(span=statement.span, text=f"a result cannot be named `{result}`", help=help))
    made = work(statement.work, value, context, label)
    nodes: tuple[Node, ...] = made.then(pay(made.flow, context, statement.span)).nodes
    node = Output(
        result=result,
        source=source,
        training_only=statement.when is not None,
        nodes=nodes,
        input=flow.known,
        output=flow.known,
        label=label,
        place=context.place(statement.span),
    )
    return Made((node,), flow)


def _results(statement: tree.OutputNames, context: Context) -> tuple[str, ...]:
    if not context.at_top:
        raise Problem(Misplaced(span=statement.span, text="`output as` stands at the top level of an arch"))
    if context.session.results:
        raise Problem(DoubleName(span=statement.span, text="`output as` is stated twice"))
    if len(set(statement.names)) != len(statement.names):
        raise Problem(DoubleName(span=statement.span, text="two results have one name"))
    return statement.names
