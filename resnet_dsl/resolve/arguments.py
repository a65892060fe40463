"""Arguments go to parameters by the kind of their value: sizes, strides, bare values, names."""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass
from typing import Any

from resnet_dsl.diagnostics.catalog import LeftOverArgument, MissingArgument, UnknownParameter, WrongKind
from resnet_dsl.diagnostics.spelling import rename, suggest
from resnet_dsl.ops.core.kinds import Kind, Rejected, Size, Value
from resnet_dsl.ops.core.op import Op, kind_of, parameters_of, takes_bare, takes_size, takes_stride
from resnet_dsl.resolve.expressions import Surroundings, evaluate, wrong_kind
from resnet_dsl.resolve.problems import Problem
from resnet_dsl.resolve.values import Options, Word, describe
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree

SIZE_NAMES = ("size", "kernel")


@dataclass(frozen=True)
class Slot:
    """A parameter as arguments see it: what it `takes` (`size`, `stride`, `bare`, `named`), and its kind."""

    name: str
    takes: str
    kind: Kind | None = None
    required: bool = False


@dataclass(frozen=True)
class Bound:
    """The value that a parameter was given, and where."""

    value: Value
    node: tree.Argument | None = None


def op_slots(op: type[Op], extras: Iterable[str]) -> list[Slot]:
    """The parameters of an op, and names that every call of it may give besides."""
    slots = []
    for item in parameters_of(op).values():
        takes = (
            "size" if takes_size(item) else "stride" if takes_stride(item) else "bare" if takes_bare(item) else "named"
        )
        slots.append(Slot(item.name, takes, kind_of(item), item.default is MISSING))
    return slots + [Slot(name, "named") for name in extras]


def block_slots(parameters: tuple[tree.Parameter, ...]) -> list[Slot]:
    """The parameters of a block or arch: `size` and `kernel`, and those with a size as default, take sizes."""
    return [Slot(item.name, _block_takes(item), required=item.default is None) for item in parameters]


def _block_takes(item: tree.Parameter) -> str:
    if item.name == "stride":
        return "stride"
    size_default = isinstance(item.default, tree.Literal) and isinstance(item.default.value, Size)
    return "size" if size_default or item.name in SIZE_NAMES else "bare"


def bind(
    slots: list[Slot], arguments: tuple[tree.Argument, ...], around: Surroundings, what: str, span: Span
) -> dict[str, Bound]:
    """The arguments by the parameter that each goes to. Raises `Problem`.

    `what` names the thing called in messages, `span` its place.
    """
    bound: dict[str, Bound] = {}
    by_name = {slot.name: slot for slot in slots}
    for argument in arguments:
        _refuse_unknown(argument, slots, by_name, what)
    values = [(argument, evaluate(argument.value, around)) for argument in arguments]
    for argument, value in values:
        slot = _slot_for(argument, value, slots, bound, by_name, what)
        if slot.name in bound:
            raise Problem(LeftOverArgument(span=argument.span, text=f"{what} is given `{slot.name}` twice"))
        bound[slot.name] = Bound(_of_kind(slot, value, argument, around, what), argument)
    missing = [slot.name for slot in slots if slot.required and slot.name not in bound]
    if missing:
        names = " and ".join(f"`{name}`" for name in missing)
        raise Problem(MissingArgument(span=span, text=f"{what} wants {names}", help=_usage(what, slots)))
    return bound


def _refuse_unknown(argument: tree.Argument, slots: list[Slot], by_name: dict[str, Slot], what: str) -> None:
    if argument.name is not None and argument.name not in by_name:
        text = f"{what} has no parameter `{argument.name}`"
        help = suggest(argument.name, by_name) or _usage(what, slots)
        fix = rename(argument.name, by_name, argument.name_span)
        raise Problem(UnknownParameter(span=argument.name_span, text=text, help=help, fix=fix))


def _slot_for(
    argument: tree.Argument,
    value: Value,
    slots: list[Slot],
    bound: dict[str, Bound],
    by_name: dict[str, Slot],
    what: str,
) -> Slot:
    if argument.name is not None:
        return by_name[argument.name]
    free = (slot for slot in slots if slot.name not in bound)
    slot = next(_candidates(free, _takes(argument, value)), None)
    if slot is None:
        raise Problem(_left_over(argument, value, slots, bound, what))
    return slot


def _takes(argument: tree.Argument, value: Value) -> tuple[str, ...]:
    if argument.is_stride:
        return ("stride",)
    return ("size", "bare") if isinstance(value, Size) else ("bare",)


def _candidates(free: Iterable[Slot], takes: tuple[str, ...]) -> Iterator[Slot]:
    slots = list(free)
    for kind in takes:
        yield from (slot for slot in slots if slot.takes == kind)


def _left_over(
    argument: tree.Argument, value: Value, slots: list[Slot], bound: dict[str, Bound], what: str
) -> LeftOverArgument:
    if argument.is_stride:
        return LeftOverArgument(span=argument.span, text=f"{what} has no `stride`, so it takes no `/n`")
    text = f"{what} has no parameter left for {describe(value)}"
    return LeftOverArgument(span=argument.span, text=text, help=_misread(slots, bound) or _usage(what, slots))


def _misread(slots: list[Slot], bound: dict[str, Bound]) -> str:
    """What was most likely meant by a value too many: a size, or a stride, written as a plain number."""
    free = [slot for slot in slots if slot.name not in bound]
    if any(slot.takes == "size" and slot.required for slot in free):
        return "a size is written `3x3`, also where height and width are equal"
    return "a stride is written `/2`" if any(slot.takes == "stride" for slot in free) else ""


def _of_kind(slot: Slot, value: Value, argument: tree.Argument, around: Surroundings, what: str) -> Value:
    if slot.kind is None:
        return value
    if isinstance(argument.value, tree.Name) and argument.value.name not in around.variables:
        value = _word_of(slot.kind, argument.value.name, value)
    try:
        return slot.kind(value)
    except Rejected as reason:
        if str(reason):
            text = f"`{slot.name}` of {what} {reason}, and this is {describe(value)}"
            if str(reason).startswith("a value"):
                text = str(reason)
            raise Problem(WrongKind(span=argument.span, text=text)) from None
        raise Problem(wrong_kind(argument, value, slot.kind.name, around, f"`{slot.name}` of {what}")) from None


def _word_of(kind: Kind, name: str, value: Value) -> Value:
    """A bare word where the kind takes words, also when an op has that name."""
    try:
        return kind(Word(name))
    except Rejected:
        return value


def _usage(what: str, slots: list[Slot]) -> str:
    shown = {"size": "{}: a size", "stride": "/{}", "bare": "{}", "named": "{}="}
    own = [slot for slot in slots if slot.kind is not None or slot.takes != "named"]
    parts = [shown[slot.takes].format(slot.name) + ("" if slot.required else "?") for slot in own]
    if not parts:
        return f"{what} takes no arguments"
    optional = "" if all(slot.required for slot in own) else "; `?` marks what may be left out"
    return f"{what} takes {', '.join(parts)}{optional}"


def with_options(options: Options, arguments: tuple[tree.Argument, ...], span: Span) -> tuple[tree.Argument, ...]:
    """The options bound to a called op or block, before the arguments of its call, which override by name."""
    named = {argument.name for argument in arguments} - {None}
    before = (tree.Argument(span, tree.Literal(span, item), name) for name, item in options if name not in named)
    return (*before, *arguments)


def plain_values(bound: dict[str, Bound]) -> dict[str, Any]:
    """The values alone."""
    return {name: item.value for name, item in bound.items()}
