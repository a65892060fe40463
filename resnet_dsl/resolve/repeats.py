"""Repeats. A run is resolved only until nothing changes any more, so that the cost follows the file."""

from dataclasses import replace
from fractions import Fraction

from resnet_dsl.diagnostics.catalog import OverLimit, WrongKind
from resnet_dsl.ir.nodes import Module, Repeat, Sequence
from resnet_dsl.ops.core.kinds import is_integer
from resnet_dsl.resolve.calls import call
from resnet_dsl.resolve.checks import check_members
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.expressions import evaluate, wrong_kind
from resnet_dsl.resolve.flow import Flow, Made, Scale
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.syntax import tree

MOST_RUNS = 1_000_000_000
MOST_STRIDES = 100


def repeat(statement: tree.Repeat, flow: Flow, context: Context, label: str | None) -> Made:
    """A repeat; a labelled one is a module. Raises `Problem` or `Unknown`."""
    count = _count(statement, flow, context)
    made = _runs(statement, count, flow, context)
    if label is None:
        return made
    module = Module(
        role="repeat",
        nodes=made.nodes,
        input=flow.known,
        output=made.flow.known,
        name=label,
        counted="repeat",
        label=label,
        place=context.place(statement.span),
    )
    check_members(module, context)
    return Made((module,), made.flow)


def _count(statement: tree.Repeat, flow: Flow, context: Context) -> int:
    around = context.around(flow)
    count = evaluate(statement.count, around)
    if not is_integer(count):
        raise Problem(wrong_kind(statement.count, count, "an integer", around, "a repeat"))
    if count < 1:
        text = f"a repeat runs once at least, and this is {count}"
        raise Problem(WrongKind(span=statement.count.span, text=text, help="use `if` for what may be left out"))
    if count > MOST_RUNS:
        text = f"a repeat of {count:,}, and {MOST_RUNS:,} is the most"
        raise Problem(OverLimit(span=statement.count.span, text=text))
    return int(count)


def _runs(statement: tree.Repeat, count: int, flow: Flow, context: Context) -> Made:
    runs: list[Repeat] = []
    done, entry = 0, flow
    while done < count:
        made = _run(statement, flow, context, first=done == 0)
        if made.flow.shape is None:
            raise Unknown
        settled = done > 0 and _state(made.flow) == _state(flow)
        times = count - done if settled else 1
        _append(runs, made, times, flow, statement, context)
        done, flow = done + times, replace(made.flow, scale=_scale(flow.scale, made.flow.scale, times))
    node = Sequence(
        role="repeat",
        nodes=tuple(runs),
        input=entry.known,
        output=flow.known,
        place=context.place(statement.span),
    )
    return Made((node,), flow)


def _run(statement: tree.Repeat, flow: Flow, context: Context, *, first: bool) -> Made:
    if isinstance(statement.work, tree.Call):
        return call(statement.work, flow, context, None, restride=not first)
    return context.work(statement.work, flow, context, None)


def _state(flow: Flow) -> Flow:
    """What of a value decides over the next run."""
    return Flow(flow.shape, flow.activated, flow.owes)


def _scale(before: Scale, after: Scale, times: int) -> Scale:
    """The scale behind equal runs, of the scales around the first of them; 0, no stride, where it grows beyond use."""
    height, width = (_power(b, a / b if b else Fraction(1), times) for b, a in zip(before, after, strict=True))
    return height, width


def _power(start: Fraction, ratio: Fraction, times: int) -> Fraction:
    if ratio == 1:
        return start
    return start * ratio**times if times <= MOST_STRIDES else Fraction(0)


def _append(runs: list[Repeat], made: Made, times: int, flow: Flow, statement: tree.Repeat, context: Context) -> None:
    if runs and runs[-1].nodes == made.nodes and runs[-1].input == flow.shape:
        runs[-1] = replace(runs[-1], count=runs[-1].count + times)
        return
    context.session.count(statement.span)
    place = context.place(statement.span)
    runs.append(Repeat(count=times, nodes=made.nodes, input=flow.known, output=made.flow.known, place=place))
