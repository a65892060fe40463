"""Layers, and convolutions with the parts of their order (rules O1, O2, O5)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from resnet_dsl.diagnostics.catalog import BadShape
from resnet_dsl.ir.nodes import Init, Layer, Sequence
from resnet_dsl.ops.core.op import ACTIVATION, NORMALISATION, Op, OpError
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.flow import Flow, Made
from resnet_dsl.resolve.initial import to_init
from resnet_dsl.resolve.orders import Order
from resnet_dsl.resolve.parts import Parts
from resnet_dsl.resolve.problems import Problem
from resnet_dsl.source.file import Span

PartName = Literal["", "lead", "before", "behind"]


def layer(
    op: Op,
    input: Shape,
    context: Context,
    span: Span,
    *,
    name: str | None = None,
    counted: str = "",
    part: PartName = "",
    inits: tuple[Init, ...] = (),
) -> Layer:
    """The layer of an op for an input of this shape. Raises `Problem` where the shape does not fit."""
    context.session.count(span)
    try:
        output = op.infer(input)
    except OpError as error:
        raise Problem(BadShape(span=span, text=error.message, help=error.help)) from None
    return Layer(
        op=op,
        input=input,
        output=output,
        name=name,
        counted=counted or op.name,
        part=part,
        inits=_merged(directed_inits(op, input, context, span), inits),
        place=context.place(span),
    )


def _merged(directed: tuple[Init, ...], called: tuple[Init, ...]) -> tuple[Init, ...]:
    """What directives say of the tensors, unless the call itself says something of them."""
    said = {init.tensor for init in called}
    return (*(init for init in directed if init.tensor not in said), *called)


def directed_inits(op: Op, input: Shape, context: Context, span: Span) -> tuple[Init, ...]:
    """What the `init` directives in force say of an op's weight. Raises `Problem`."""
    distribution = context.inits.get(op.name)
    if distribution is None:
        return ()
    return tuple(to_init(*weight, distribution, span) for weight in list(op.weights(input).items())[:1])


def part_layers(parts: Parts, input: Shape, context: Context, span: Span, part: PartName) -> tuple[Layer, ...]:
    """The layers of some parts of an order, one behind the other. Raises `Problem`."""
    layers = []
    for item in parts:
        layers.append(layer(item.op, input, context, span, counted=item.counted, part=part))
        input = layers[-1].output
    return tuple(layers)


def pay(flow: Flow, context: Context, span: Span) -> Made:
    """What a sum owes, applied before it is read (rule O5). Raises `Problem`."""
    if not flow.owes:
        return Made((), flow)
    made = moved(flow.owes, flow.known, context, span)
    return Made(made, replace(flow, owes=(), activated=_activates(flow.owes)))


def moved(parts: Parts, input: Shape, context: Context, span: Span, part: PartName = "lead") -> tuple[Sequence, ...]:
    """Parts of an order that stand by themselves; nothing where there are none. Raises `Problem`."""
    layers = part_layers(parts, input, context, span, part)
    return (_sequence("moved", layers, None, context, span),) if layers else ()


def single(op: Op, flow: Flow, context: Context, span: Span, label: str | None, inits: tuple[Init, ...]) -> Made:
    """An op by itself. A normalisation or activation pays by hand what a sum owes; any other reader applies it."""
    by_hand = op.role in (NORMALISATION, ACTIVATION)
    paid = Made((), replace(flow, owes=())) if by_hand else pay(flow, context, span)
    made = layer(op, paid.flow.known, context, span, name=label, inits=inits)
    made = replace(made, label=label)
    return paid.then(Made((made,), paid.flow.after(op, made.output)))


def unit(
    conv: Op,
    order: Order,
    flow: Flow,
    context: Context,
    span: Span,
    label: str | None,
    inits: tuple[Init, ...],
    *,
    in_main: bool,
) -> Made:
    """A convolution with the parts of its order. Raises `Problem`.

    In a main path it is `lead conv before behind`, and what moves to the ends of the residual is moved later
    (`main_path.py`). Elsewhere an order with `+` gives `conv before behind lead`, one without stands as it is.
    """
    owes = bool(flow.owes)
    paid = pay(flow, context, span)
    lead_first = in_main or not order.adds
    front = () if (in_main and owes) or not lead_first else order.lead
    layers = list(part_layers(front, paid.flow.known, context, span, "lead"))
    shape = layers[-1].output if layers else paid.flow.known
    counted = order.label or conv.name
    layers.append(layer(conv, shape, context, span, name=label, counted=counted, inits=inits))
    for parts, part in _behind(order, lead_first=lead_first):
        layers += part_layers(parts, layers[-1].output, context, span, part)
    after = paid.flow.after(conv, layers[-1].output)
    activated = order.adds and not in_main and order.activates
    role: Literal["unit", "main unit"] = "main unit" if in_main else "unit"
    made = _sequence(role, layers, label, context, span)
    return paid.then(Made((made,), replace(after, activated=activated)))


def _behind(order: Order, *, lead_first: bool) -> Iterable[tuple[Parts, PartName]]:
    yield order.before, "before"
    yield order.behind, "behind"
    if not lead_first:
        yield order.lead, "lead"


def _activates(parts: Parts) -> bool:
    return any(part.op.role == ACTIVATION for part in parts)


def _sequence(
    role: Literal["unit", "main unit", "moved"],
    layers: Iterable[Layer],
    label: str | None,
    context: Context,
    span: Span,
) -> Sequence:
    nodes = tuple(layers)
    return Sequence(
        role=role,
        nodes=nodes,
        input=nodes[0].input,
        output=nodes[-1].output,
        label=label,
        place=context.place(span),
    )
