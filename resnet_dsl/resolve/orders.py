"""Orders: what a convolution becomes, and where a residual adds (rules O1, O2)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from resnet_dsl.diagnostics.catalog import BadOrder, UnknownName, WrongKind
from resnet_dsl.diagnostics.spelling import rename, suggest
from resnet_dsl.ops.core.kinds import Value
from resnet_dsl.ops.core.op import ACTIVATION, CONVOLUTION, NORMALISATION, Op, OpError
from resnet_dsl.ops.core.registry import op_names
from resnet_dsl.resolve.arguments import bind, op_slots, plain_values, with_options
from resnet_dsl.resolve.expressions import Surroundings, look_up
from resnet_dsl.resolve.parts import Part, Parts
from resnet_dsl.resolve.problems import Problem
from resnet_dsl.resolve.values import OpValue, Word, describe
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree


@dataclass(frozen=True)
class Order:
    """`lead conv before + behind`: with a `+`, a residual adds between `before` and `behind`.

    Without a `+` all that follows the convolution is `before`.
    """

    lead: Parts = ()
    before: Parts = ()
    behind: Parts = ()
    adds: bool = False
    options: tuple[tuple[str, Any], ...] = ()
    label: str | None = None
    span: Span | None = None

    @property
    def parts(self) -> Parts:
        """All parts beside the convolution."""
        return self.lead + self.before + self.behind

    @property
    def normalises(self) -> bool:
        """Whether a normalisation is among the parts: then a convolution has no bias."""
        return any(part.op.role == NORMALISATION for part in self.parts)

    @property
    def activates(self) -> bool:
        """Whether an activation is among the parts."""
        return any(part.op.role == ACTIVATION for part in self.parts)


BARE = Order()
"""A convolution alone."""


def read_order(statement: tree.Order, around: Surroundings) -> Order:
    """The order that a directive states. Raises `Problem`."""
    sections: list[list[Part]] = [[], [], []]
    section, adds, order = 0, False, replace(BARE, span=statement.span)
    for member in statement.members:
        if member.name == "+":
            if adds:
                raise Problem(BadOrder(span=member.span, text="an order has one `+`, where a residual adds"))
            if not section:
                raise Problem(BadOrder(span=member.span, text="the `+` of an order stands behind its `conv`"))
            adds, section = True, 2
            continue
        value = _member_value(member, around)
        if value is None:
            continue
        if value.op.role == CONVOLUTION:
            if value.op.name != "conv":
                text = f"an order says what `conv` becomes, not `{value.op.name}`"
                raise Problem(BadOrder(span=member.span, text=text))
            if section:
                raise Problem(BadOrder(span=member.span, text="an order names `conv` once"))
            section = 1
            slots = [slot for slot in op_slots(value.op, ()) if not slot.required]
            arguments = with_options(value.options, member.arguments, member.span)
            options = plain_values(bind(slots, arguments, around, "`conv`", member.span))
            order = replace(order, options=tuple(options.items()), label=_label(member))
            continue
        sections[section].append(Part(make_part(value, member.arguments, around, member.span), _label(member)))
    if not section:
        help = "write it as `order conv bn + relu`"
        raise Problem(BadOrder(span=statement.span, text="the order does not name `conv`", help=help))
    lead, before, behind = map(tuple, sections)
    return replace(order, lead=lead, before=before, behind=behind, adds=adds)


def _label(member: tree.OrderMember) -> str | None:
    return str(member.label.parts[0]) if member.label else None


def _member_value(member: tree.OrderMember, around: Surroundings) -> OpValue | None:
    value = look_up(member.name, around)
    if isinstance(value, Word) and value == "none":
        return None
    return _want_op(value, member.span)


def _want_op(value: Value, span: Span) -> OpValue:
    if isinstance(value, OpValue):
        return value
    if isinstance(value, Word):
        help, fix = suggest(value, op_names()), rename(value, op_names(), span)
        raise Problem(UnknownName(span=span, text=f"there is no op `{value}`", help=help, fix=fix))
    raise Problem(WrongKind(span=span, text=f"an order is made of ops, and this is {describe(value)}"))


def make_part(value: OpValue, arguments: tuple[tree.Argument, ...], around: Surroundings, span: Span) -> Op:
    """The op of a part, with its options. Raises `Problem`."""
    given = plain_values(
        bind(op_slots(value.op, ()), with_options(value.options, arguments, span), around, f"`{value.op.name}`", span)
    )
    try:
        return value.op(**given)
    except OpError as error:
        raise Problem(BadOrder(span=span, text=error.message, help=error.help)) from None


def edit(order: Order, edits: dict[str, tuple[Value, Span]], around: Surroundings) -> Order:
    """The order of a single call: `order=none`, `act=none`, `act=silu`, `norm=none`. Raises `Problem`.

    `order=inherited` keeps it: what a parameter is at its default.
    """
    if "order" in edits:
        value, span = edits["order"]
        if not isinstance(value, Word) or value not in ("none", "inherited"):
            help = "write `order=none` or `order=inherited`, or an `order` line at the start of a block or brace"
            raise Problem(WrongKind(span=span, text="a single call can only drop its order, or keep it", help=help))
        order = BARE if value == "none" else order
    for key, role in (("act", ACTIVATION), ("norm", NORMALISATION)):
        if key in edits:
            order = _exchange(order, role, *edits[key], around)
    return order


def _exchange(order: Order, role: str, value: Value, span: Span, around: Surroundings) -> Order:
    if isinstance(value, Word) and value == "none":
        return _map(order, lambda part: None if part.op.role == role else part)
    wanted = _want_op(value, span)
    if wanted.op.role != role:
        raise Problem(
            WrongKind(span=span, text=f"`{wanted.op.name}` is no {role}", help="its role is " + wanted.op.role)
        )
    op = make_part(wanted, (), around, span)
    if any(part.op.role == role for part in order.parts):
        return _map(order, lambda part: replace(part, op=op) if part.op.role == role else part)
    if role == NORMALISATION:
        return replace(order, before=(Part(op), *order.before))
    if order.adds:
        return replace(order, behind=(*order.behind, Part(op)))
    return replace(order, before=(*order.before, Part(op)))


def _map(order: Order, change: Callable[[Part], Part | None]) -> Order:
    def changed(parts: Parts) -> Parts:
        return tuple(new for new in map(change, parts) if new is not None)

    return replace(order, lead=changed(order.lead), before=changed(order.before), behind=changed(order.behind))
