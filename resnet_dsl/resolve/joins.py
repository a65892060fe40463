"""Joins: arms that read one value."""

from dataclasses import replace

from resnet_dsl.diagnostics.catalog import Misplaced, UnequalShapes
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.ir.nodes import Join, Sequence
from resnet_dsl.ops.core.shape import Shape
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
        if made is None:
            lost = True
        else:
            arms.append((_as_arm(made, paid.flow.known, item, context), made.flow, item.span))
    if lost:
        raise Unknown
    if not arms:
        raise Problem(Misplaced(span=statement.span, text=f"`{statement.kind}` has no arms", help="write one a line"))
    output = _joined(statement, [(flow.known, span) for _, flow, span in arms])
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


def _joined(statement: tree.Join, arms: list[tuple[Shape, Span]]) -> Shape:
    first, first_span = arms[0]
    output = first
    for shape, span in arms[1:]:
        together = _pair(statement.kind, output, shape)
        if together is None:
            raise Problem(
                UnequalShapes(
                    span=span,
                    text=f"`{statement.kind}` of {output} and {shape}",
                    label=f"this arm ends in {shape}",
                    secondary=(Label(first_span, f"this arm ends in {first}"),),
                    help=_help(statement.kind),
                )
            )
        output = together
    return output


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
