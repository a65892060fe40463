"""Numbers of `residual.index` are looked at when the network is whole: at their first and their last position."""

from resnet_dsl.diagnostics.catalog import BadArithmetic, WrongKind
from resnet_dsl.ir.count import count_residuals
from resnet_dsl.ir.nodes import Arch, Layer, Node, Repeat, Residual
from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.kinds import Rejected, Value
from resnet_dsl.ops.core.op import kind_of, parameters_of
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.values import describe


def check_positions(arch: Arch, context: Context) -> None:
    """Report numbers that have no value, or one out of range, at a position of their residual."""
    _check(arch.root.nodes, 0, 0, (0, 0), arch.residuals, context)


def _check(
    nodes: tuple[Node, ...], first: int, last: int, inner: tuple[int, int], count: int, context: Context
) -> None:
    """Check nodes whose first residual is at `first` in the first of all runs and at `last` in the last one.

    `inner` is the same of the residual that we are in.
    """
    for node in nodes:
        size = count_residuals((node,))
        match node:
            case Layer():
                _check_layer(node, inner, count, context)
            case Repeat():
                step = count_residuals(node.nodes)
                _check(node.nodes, first, last + step * (node.count - 1), inner, count, context)
            case Residual():
                _check(node.nodes, first + 1, last + 1, (first, last), count, context)
            case _:
                _check(node.nodes, first, last, inner, count, context)
        first, last = first + size, last + size


def _check_layer(node: Layer, positions: tuple[int, int], count: int, context: Context) -> None:
    for name, value in node.op.arguments().items():
        if isinstance(value, Deferred):
            for position in positions:
                _check_value(node, name, value, position, count, context)


def _check_value(node: Layer, name: str, value: Deferred, position: int, count: int, context: Context) -> None:
    assert node.place is not None
    span = context.session.spans[node.place]
    where = f"at `residual.index` {position} of {count}"
    try:
        number: Value = value.value(position, count)
        kind_of(parameters_of(node.op)[name])(number)
    except (ZeroDivisionError, OverflowError):
        context.report(BadArithmetic(span=span, text=f"`{name}` has no value {where}"))
    except Rejected as reason:
        wanted = str(reason) or f"wants {kind_of(parameters_of(node.op)[name]).name}"
        text = f"`{name}` of `{node.op.name}` {wanted}, and {where} it is {describe(number)}"
        context.report(WrongKind(span=span, text=text))
