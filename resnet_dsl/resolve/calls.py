"""Calls of ops and blocks."""

from collections.abc import Mapping
from dataclasses import MISSING
from types import MappingProxyType

from resnet_dsl.diagnostics.catalog import CircularCall, Misplaced, UnknownName, WrongKind
from resnet_dsl.diagnostics.diagnostic import Edit, Step
from resnet_dsl.diagnostics.spelling import rename, suggest
from resnet_dsl.ir.nodes import Binding, Init, Module
from resnet_dsl.ops.core.kinds import Size, Value
from resnet_dsl.ops.core.op import Op, OpError
from resnet_dsl.ops.core.registry import find_op, op_names
from resnet_dsl.resolve.arguments import Bound, bind, block_slots, op_slots, with_options
from resnet_dsl.resolve.checks import check_members
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.expressions import Surroundings, evaluate, look_up
from resnet_dsl.resolve.flow import Flow, Made
from resnet_dsl.resolve.initial import read_distribution, to_init
from resnet_dsl.resolve.layers import single, unit
from resnet_dsl.resolve.orders import edit
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.scope import FileScope, Labels, Variables
from resnet_dsl.resolve.shortcut_words import is_word, word
from resnet_dsl.resolve.values import BlockValue, OpValue, Word, describe, to_ir
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree

INITS = ("init", "bias_init")
EDITS = ("order", "act", "norm")
JOINS = ("concat", "add", "mul")


def call(statement: tree.Call, flow: Flow, context: Context, label: str | None, *, restride: bool = False) -> Made:
    """A call. With `restride` its stride is 1: it is not the first of a repeat. Raises `Problem` or `Unknown`."""
    value = _called(statement, context)
    match value:
        case BlockValue():
            return _call_block(value, statement, flow, context, label, restride=restride)
        case OpValue():
            return _call_op(value, statement, flow, context, label, restride=restride)
        case None:
            return word(statement, flow, context, label)
    text = f"`{statement.name}` is {describe(value)}, and only an op or a block can be called"
    help = context.session.files.offer(value) if isinstance(value, Word) else ""
    raise Problem(WrongKind(span=statement.name_span, text=text, help=help))


def _called(statement: tree.Call, context: Context) -> Value:
    name = statement.name
    if is_word(statement, context):
        return None
    if name in context.variables and isinstance(context.variables[name], BlockValue | OpValue):
        return context.variables[name]
    if name in context.file.blocks:
        return look_up(name, context.around())
    op = find_op(name)
    if op is not None:
        return OpValue(op)
    if name in context.variables:
        return look_up(name, context.around())
    if name in context.file.lost:
        raise Unknown
    known = [*context.file.blocks, *op_names()]
    text = f"there is no op or block `{name}`"
    files = context.session.files
    help = files.offer(name) or suggest(name, [*known, *JOINS])
    fix = _import(files.import_of(name), context.file) or rename(name, known, statement.name_span)
    raise Problem(UnknownName(span=statement.name_span, text=text, help=help, fix=fix))


def _import(line: str, scope: FileScope) -> tuple[Edit, ...]:
    """The edit that puts an import in front of what a file holds."""
    content = scope.content
    start = min(node.span.start for nodes in (content.imports, content.blocks, content.archs) for node in nodes)
    lines = f"{line}\n" if content.imports else f"{line}\n\n"
    return (Edit(Span(scope.source, start, start), lines),) if line else ()


# ops


def _call_op(
    value: OpValue, statement: tree.Call, flow: Flow, context: Context, label: str | None, *, restride: bool
) -> Made:
    is_conv = value.op.name == "conv"
    slots = op_slots(value.op, INITS + (EDITS if is_conv else ()))
    around = context.around(flow)
    span = statement.span
    arguments = with_options(value.options, statement.arguments, span)
    plain = tuple(argument for argument in arguments if argument.name not in INITS)
    bound = bind(slots, plain, around, f"`{value.op.name}`", statement.span)
    inits = [argument for argument in arguments if argument.name in INITS]
    if restride and any(slot.takes == "stride" for slot in slots):
        bound["stride"] = Bound(Size((1, 1)))
    if is_conv:
        return _call_conv(value.op, bound, inits, statement, flow, context, label)
    op = _make(value.op, {key: item.value for key, item in bound.items()}, statement)
    return single(op, flow, context, statement.span, label, _inits(op, inits, flow, around))


def _call_conv(
    conv: type[Op],
    bound: dict[str, Bound],
    inits: list[tree.Argument],
    statement: tree.Call,
    flow: Flow,
    context: Context,
    label: str | None,
) -> Made:
    around = context.around(flow)
    edits = {key: (bound[key].value, _span_of(bound[key], statement)) for key in EDITS if key in bound}
    order = edit(context.order, edits, around)
    in_main = context.main is not None and context.main.order is context.order and not _drops(edits)
    values = {"bias": not order.normalises} | dict(order.options)
    values |= {key: item.value for key, item in bound.items() if key not in EDITS}
    op = _make(conv, values, statement)
    made_inits = _inits(op, inits, flow, around)
    return unit(op, order, flow, context, statement.span, label, made_inits, in_main=in_main)


def _drops(edits: dict[str, tuple[Value, Span]]) -> bool:
    return "order" in edits and edits["order"][0] != "inherited"


def _span_of(bound: Bound, statement: tree.Call) -> Span:
    return bound.node.span if bound.node else statement.span


def _make(op: type[Op], values: dict[str, Value], statement: tree.Call) -> Op:
    try:
        return op(**values)
    except OpError as error:
        raise Problem(WrongKind(span=statement.span, text=error.message, help=error.help)) from None


def _inits(op: Op, arguments: list[tree.Argument], flow: Flow, around: Surroundings) -> tuple[Init, ...]:
    found = []
    weights = op.weights(flow.known) if arguments else {}
    for argument in arguments:
        tensor = "bias" if argument.name == "bias_init" else next(iter(weights), None)
        if tensor not in weights:
            text = f"`{op.name}` has no {'bias' if argument.name == 'bias_init' else 'weight'} here to begin"
            raise Problem(Misplaced(span=argument.span, text=text))
        distribution = read_distribution(argument.value, around)
        found.append(to_init(str(tensor), weights[str(tensor)], distribution, argument.span))
    return tuple(found)


# blocks


def _call_block(
    value: BlockValue, statement: tree.Call, flow: Flow, context: Context, label: str | None, *, restride: bool
) -> Made:
    block, home = value.block, value.home
    _refuse_circle(block, statement, context)
    slots = block_slots(block.parameters)
    arguments = with_options(value.options, statement.arguments, statement.span)
    bound = bind(slots, arguments, context.around(flow), f"`{block.name}`", statement.span)
    if restride and any(slot.takes == "stride" for slot in slots):
        bound["stride"] = Bound(1)
    variables = parameter_values(block.parameters, {key: item.value for key, item in bound.items()}, home)
    called = " ".join(statement.span.text.split())
    step = Step(statement.span, f"`{called}`", given=str(flow.shape or ""))
    inner = context.inside(
        statement.span,
        file=home,
        variables=variables,
        labels=Labels(entry=flow),
        chain=(*context.chain, step),
        calling=(*context.calling, block),
        target=None,
    )
    made, after = context.run(block.body.statements, flow, inner)
    context.session.count(statement.span)
    module = Module(
        role="block",
        nodes=made.nodes,
        input=flow.known,
        output=made.flow.known,
        name=label,
        counted=statement.name,
        label=label,
        block=block.name,
        docstring=block.body.docstring,
        parameters=tuple(_binding(item, variables, home) for item in block.parameters),
        locals=tuple(
            Binding(key, to_ir(item)) for key, item in after.variables.own.items() if key not in variables.own
        ),
        place=context.place(statement.span),
    )
    check_members(module, inner)
    return Made((module,), made.flow)


def _refuse_circle(block: tree.Block, statement: tree.Call, context: Context) -> None:
    if any(other is block for other in context.calling):
        circle = " → ".join(f"`{other.name}`" for other in (*context.calling, block))
        text = f"the block `{block.name}` calls itself: {circle}"
        raise Problem(CircularCall(span=statement.span, text=text, help="use a repeat or a `for`"))


def parameter_values(
    parameters: tuple[tree.Parameter, ...],
    given: dict[str, Value],
    home: FileScope,
    homes: Mapping[str, FileScope] = MappingProxyType({}),
) -> Variables:
    """The values of parameters: those given, else their defaults, which may read the ones before. Raises `Problem`.

    A default sees the names of the file that it is written in: `homes` by parameter, else `home`.
    """
    variables = Variables()
    for item in parameters:
        if item.name in given:
            value = given[item.name]
        elif item.default is not None:
            value = evaluate(item.default, Surroundings(variables, homes.get(item.name, home)))
        else:
            value = MISSING
        variables.own[item.name] = value
    return variables


def _binding(item: tree.Parameter, variables: Variables, home: FileScope) -> Binding:
    return Binding(item.name, to_ir(variables.own[item.name]), _default(item, home))


def _default(item: tree.Parameter, home: FileScope) -> Value:
    """What a default says by itself; None where it needs the parameters before it."""
    try:
        return None if item.default is None else to_ir(evaluate(item.default, Surroundings(Variables(), home)))
    except Problem:
        return None
