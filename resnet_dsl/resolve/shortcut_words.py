"""Rule O6: the words of a shortcut. `projection` and `pad` know what remains to be made up; options A, B, C."""

from dataclasses import replace

from resnet_dsl.diagnostics.catalog import BadShortcut, LeftOverArgument, Misplaced, UnknownName
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Node, Sequence
from resnet_dsl.ops.conv import Conv
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.ops.core.op import NORMALISATION
from resnet_dsl.ops.core.registry import op_names
from resnet_dsl.ops.pad import Pad
from resnet_dsl.resolve.context import Context, Target, remaining
from resnet_dsl.resolve.expressions import look_up
from resnet_dsl.resolve.flow import Flow, Made
from resnet_dsl.resolve.layers import layer, part_layers, pay
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.values import BlockValue, OpValue, Word, describe
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree

OPTIONS = {"A": "pad", "B": "projection", "C": "projection"}
"""The options of He et al. 2016, section 3.3: no parameters, projections where shapes change, projections always."""
WORDS = ("identity", "projection", "pad", "none", *OPTIONS)


def meant(shortcut: tree.Shortcut, context: Context) -> tree.Shortcut:
    """A shortcut with what its parameters and letters stand for. Raises `Problem` or `Unknown`."""
    path, always = _meant(shortcut.path, context)
    otherwise = _meant(shortcut.otherwise, context)[0] if shortcut.otherwise else None
    return replace(shortcut, path=path, otherwise=otherwise, always=shortcut.always or always)


def _meant(path: tree.Path, context: Context) -> tuple[tree.Path, bool]:
    """A path, and whether its word says `always`."""
    if not isinstance(path.work, tree.Call):
        return path, False
    said = _said(path.work, context)
    if said is None:
        _refuse_others(path.work, context)
        return path, False
    return replace(path, work=replace(path.work, name=OPTIONS.get(said, said))), said == "C"


def _said(call: tree.Call, context: Context) -> str | None:
    """The word that a call is, or that the parameter of this name stands for; None for an op or a block."""
    value = context.variables.find(call.name)
    if call.name in context.file.blocks or isinstance(value, BlockValue):
        return None
    if isinstance(value, OpValue):
        return value.op.name if value.op.name in WORDS and not value.options else None
    name = call.name if value is None else value
    return str(name) if isinstance(name, str) and name in WORDS else None


def _refuse_others(call: tree.Call, context: Context) -> None:
    """Refuse what is neither a word nor an op nor a block. Raises `Problem` or `Unknown`."""
    value = look_up(call.name, context.around())
    if isinstance(value, BlockValue | OpValue):
        return
    known = [*WORDS, *context.file.blocks, *op_names()]
    help = suggest(value, known) if isinstance(value, Word) else ""
    help = help or f"it is one of {', '.join(f'`{name}`' for name in WORDS)}, an op or a block"
    if call.name not in context.variables:
        help = context.session.files.offer(call.name) or help
        raise Problem(UnknownName(span=call.span, text=f"there is no shortcut, op or block `{call.name}`", help=help))
    text = f"`{call.name}` is {describe(value)}, and not what a shortcut can be"
    raise Problem(BadShortcut(span=call.span, text=text, help=help))


def is_word(call: tree.Call, context: Context) -> bool:
    """Whether a call is one of the words that know what remains to be made up, or a parameter that is."""
    said = _said(call, context)
    return said not in (None, "identity") and not (said == "pad" and call.arguments)


def is_projection(call: tree.Call, context: Context) -> bool:
    """Whether a call is a projection, by its word, its letter, or a parameter that stands for one."""
    return OPTIONS.get(str(_said(call, context)), _said(call, context)) == "projection"


def is_identity(call: tree.Call, context: Context) -> bool:
    """Whether a call is the word `identity`, and not a block of that name."""
    return not call.arguments and _said(call, context) == "identity"


def word(statement: tree.Call, flow: Flow, context: Context, label: str | None) -> Made:
    """One of the words where it stands in a path. Raises `Problem` or `Unknown`."""
    said = str(_said(statement, context))
    if context.target is None or said in ("none", "C"):
        text = f"`{said}` has a meaning on a shortcut only"
        raise Problem(Misplaced(span=statement.span, text=text, help="write it after `shortcut`"))
    if statement.arguments:
        text = f"`{said}` takes no arguments: it makes up what remains"
        raise Problem(LeftOverArgument(span=statement.arguments[0].span, text=text))
    if flow.shape is None:
        raise Unknown
    stride = _remaining(flow, context.target, statement.span)
    made_up = _padded if OPTIONS.get(said, said) == "pad" else _projected
    return made_up(stride, context.target, flow, context, statement.span, label)


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
