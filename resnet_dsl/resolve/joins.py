"""Joins: arms that read one value."""

from dataclasses import replace

from resnet_dsl.diagnostics.catalog import Misplaced, UnequalShapes
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.ir.nodes import Join, Sequence
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.resolve.changes import changed_by
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.control import spread
from resnet_dsl.resolve.flow import Flow, Made, Scale
from resnet_dsl.resolve.layers import pay
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.shortcut_words import is_identity
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree


def join(statement: tree.Join, flow: Flow, context: Context, label: str | None) -> Made:
    """A join. Raises `Problem` or `Unknown`."""
    paid = pay(flow, context, statement.span)
    inner = context.in_brace(statement.body.span)
    arms: list[tuple[Sequence, Flow, Span]] = []
    lost = False
    for item, around in spread(statement.body.statements, paid.flow, inner):
        made = _arm(item, paid.flow, around)
        if made is None or paid.flow.shape is None:
            lost = True
        else:
            arms.append((_as_arm(made, paid.flow.known, item, context), made.flow, item.span))
    if lost:
        raise Unknown
    if not arms:
        raise Problem(Misplaced(span=statement.span, text=f"`{statement.kind}` has no arms", help="write one a line"))
    output = _joined(statement, [(arm, span) for arm, _, span in arms], context)
    context.session.count(statement.span)
    node = Join(
        how=statement.kind,
        arms=tuple(arm for arm, _, _ in arms),
        input=paid.flow.known,
        output=output,
        label=label,
        place=context.place(statement.span),
    )
    activated = statement.kind == "concat" and all(flow.activated for _, flow, _ in arms)
    return paid.then(Made((node,), Flow(output, activated=activated, scale=_scale([flow for _, flow, _ in arms]))))


def _arm(item: tree.Statement, flow: Flow, context: Context) -> Made | None:
    """An arm, or None after a mistake in it, which is reported here so that the other arms are read too."""
    if isinstance(item, tree.Call) and is_identity(item, context):
        return Made((), flow)
    if isinstance(item, tree.Brace):
        made, _ = context.run(item.body.statements, flow, context.in_brace(item.span))
    else:
        made, _ = context.run((item,), flow, context)
    if made.flow.shape is None:
        return None
    return made.then(pay(made.flow, context, item.span))


def _as_arm(made: Made, input: Shape, item: tree.Statement, context: Context) -> Sequence:
    """The IR of an arm. Its label is that of the statement, which the arms behind it can read."""
    return Sequence(
        role="arm",
        nodes=made.nodes,
        input=input,
        output=made.flow.known,
        label=made.nodes[-1].label if made.nodes and isinstance(item, tree.Labelled | tree.Stage) else None,
        place=context.place(item.span),
    )


def _joined(statement: tree.Join, arms: list[tuple[Sequence, Span]], context: Context) -> Shape:
    output: Shape = arms[0][0].output
    for place, (arm, _) in enumerate(arms[1:], 1):
        together = _pair(statement.kind, output, arm.output)
        if together is None:
            raise Problem(_unequal(statement, arms, place, output, context))
        output = together
    return output


def _unequal(
    statement: tree.Join, arms: list[tuple[Sequence, Span]], place: int, before: Shape, context: Context
) -> UnequalShapes:
    """The finding that an arm does not fit to those before it."""
    names = ("the left arm", "the right arm") if len(arms) == 2 else ("the first arm", f"arm {place + 1}")
    (first, first_span), (arm, span) = arms[0], arms[place]
    spans = context.session.spans
    return UnequalShapes(
        span=span,
        text=f"`{statement.kind}` of {before} and {arm.output}",
        label=f"this arm ends in {arm.output}",
        secondary=(
            Label(first_span, f"this arm ends in {first.output}"),
            *changed_by(names[0], first.nodes, first_span, spans),
            *changed_by(names[1], arm.nodes, span, spans),
        ),
        help=_help(statement.kind),
    )


def _pair(kind: str, left: Shape, right: Shape) -> Shape | None:
    if left.names != right.names:
        return None
    if kind == "concat":
        channels = left.channels + right.channels
        return (
            left.with_sizes(channels=channels) if left.with_sizes(channels=0) == right.with_sizes(channels=0) else None
        )
    if kind == "add":
        return left if left == right else None
    sizes = list(zip(left.sizes, right.sizes, strict=True))
    if any(a != b and 1 not in (a, b) for a, b in sizes):
        return None
    return replace(left, sizes=tuple(max(pair) for pair in sizes))


def _scale(arms: list[Flow]) -> Scale:
    """The scale of the first arm that has one: a gate that has pooled everything takes that of what it multiplies."""
    return next((flow.scale for flow in arms if 0 not in flow.scale), arms[0].scale)


def _help(kind: str) -> str:
    if kind == "concat":
        return "the arms of a `concat` may differ in channels only"
    if kind == "mul":
        return "the arms of a `mul` are of one shape, or have 1 where they differ"
    return "the arms of an `add` are of one shape"
