"""Rule O6: `projection`, `pad` and `none`, which know what remains to be made up."""

from resnet_dsl.diagnostics.catalog import BadShortcut, LeftOverArgument, Misplaced
from resnet_dsl.ir.nodes import Node, Sequence
from resnet_dsl.ops.conv import Conv
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.ops.core.op import NORMALISATION
from resnet_dsl.ops.pad import Pad
from resnet_dsl.resolve.context import Context, Target, remaining
from resnet_dsl.resolve.flow import Flow, Made
from resnet_dsl.resolve.layers import layer, part_layers, pay
from resnet_dsl.resolve.problems import Problem
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree


def word(statement: tree.Call, flow: Flow, context: Context, label: str | None) -> Made:
    """One of the words where it stands in a path. Raises `Problem` or `Unknown`."""
    if context.target is None or statement.name == "none":
        text = f"`{statement.name}` has a meaning on a shortcut only"
        raise Problem(Misplaced(span=statement.span, text=text, help="write it after `shortcut`"))
    if statement.arguments:
        text = f"`{statement.name}` takes no arguments: it makes up what remains"
        raise Problem(LeftOverArgument(span=statement.arguments[0].span, text=text))
    stride = _remaining(flow, context.target, statement.span)
    if statement.name == "pad":
        return _padded(stride, context.target, flow, context, statement.span, label)
    return _projected(stride, context.target, flow, context, statement.span, label)


def _remaining(flow: Flow, target: Target, span: Span) -> Size:
    height, width = remaining(flow.scale, target.scale)
    if height.denominator != 1 or width.denominator != 1 or height < 1 or width < 1:
        text = "no stride makes this path as small as the main path"
        help = "a projection and a pad can only keep or shrink by whole steps; write a path of your own"
        raise Problem(BadShortcut(span=span, text=text, help=help))
    return Size((int(height), int(width)))


def _projected(stride: Size, target: Target, flow: Flow, context: Context, span: Span, label: str | None) -> Made:
    paid = pay(flow, context, span)
    flow, order = paid.flow, context.order
    op = Conv(Size((1, 1)), target.channels, stride, bias=not order.normalises)
    first = layer(op, flow.known, context, span, name=label, counted=order.label or op.name)
    norms = tuple(part for part in order.before if part.op.role == NORMALISATION)
    layers: tuple[Node, ...] = (first, *part_layers(norms, first.output, context, span, "before"))
    node = Sequence(
        role="unit",
        nodes=layers,
        input=flow.known,
        output=layers[-1].output,
        label=label,
        place=context.place(span),
    )
    return paid.then(Made((node,), flow.after(op, node.output)))


def _padded(stride: Size, target: Target, flow: Flow, context: Context, span: Span, label: str | None) -> Made:
    channels = target.channels
    if channels < flow.known.channels:
        text = f"`pad` adds channels, and the main path has fewer: {channels} of {flow.known.channels}"
        raise Problem(BadShortcut(span=span, text=text, help="use `projection`"))
    if stride == (1, 1) and channels == flow.known.channels:
        return Made((), flow)
    made = layer(Pad(channels, stride), flow.known, context, span, name=label)
    return Made((made,), flow.after(made.op, made.output))
