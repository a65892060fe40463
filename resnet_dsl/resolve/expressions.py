"""What an expression comes to. Nothing is ever given to Python to evaluate."""

from dataclasses import dataclass
from math import isfinite

from resnet_dsl.diagnostics.catalog import BadArithmetic, OverLimit, UnknownName, UnknownParameter, WrongKind
from resnet_dsl.diagnostics.spelling import rename, suggest
from resnet_dsl.ops.core.deferred import OPERATORS, Deferred, combine
from resnet_dsl.ops.core.kinds import Value, is_integer, is_number
from resnet_dsl.ops.core.registry import find_op, op_names
from resnet_dsl.resolve.flow import Flow
from resnet_dsl.resolve.functions import BINARY, FUNCTIONS, LARGEST, LONGEST_TUPLE, Misuse, power
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.scope import FileScope, Variables
from resnet_dsl.resolve.values import LOST, OWN_WORDS, BlockValue, OpValue, Word, describe
from resnet_dsl.syntax import tree

DEEPEST = 100
LONGEST_DEFERRED = 100


@dataclass(frozen=True)
class Surroundings:
    """What an expression may read."""

    variables: Variables
    file: FileScope
    flow: Flow | None = None
    in_residual: bool = False


def evaluate(node: tree.Expression, around: Surroundings, depth: int = 0) -> Value:
    """The value of an expression. Raises `Problem`, or `Unknown` where it reads what a mistake left unknown."""
    if depth > DEEPEST:
        raise Problem(
            OverLimit(span=node.span, text=f"an expression more than {DEEPEST} levels deep", help="use `let`")
        )

    def inner(part: tree.Expression) -> Value:
        return evaluate(part, around, depth + 1)

    match node:
        case tree.Literal():
            return _within(node, node.value)
        case tree.Name():
            return look_up(node.name, around)
        case tree.Tuple():
            return _bounded(node, tuple(inner(member) for member in node.members))
        case tree.Attribute():
            return _attribute(node, around)
        case tree.Index():
            return _index(node, inner(node.value), inner(node.index))
        case tree.Conditional():
            chosen = want_bool(inner(node.condition), node.condition)
            return inner(node.then if chosen else node.otherwise)
        case tree.Unary():
            return _unary(node, inner(node.operand))
        case tree.Binary(operator="and" | "or"):
            left = want_bool(inner(node.left), node.left)
            if left == (node.operator == "or"):
                return left
            return want_bool(inner(node.right), node.right)
        case tree.Binary():
            return _binary(node, inner(node.left), inner(node.right))
        case tree.Function():
            return _function(node, around, depth)
        case tree.InValue():
            help = "read `in.channels`, `in.height` or `in.width`"
            raise Problem(WrongKind(span=node.span, text="`in` is a tensor, and an argument is a value", help=help))
    help = "read `residual.index` or `residual.count`"
    raise Problem(WrongKind(span=node.span, text="`residual` has no value of its own", help=help))


def look_up(name: str, around: Surroundings) -> Value:
    """What a name means as a value: a variable, then a block, then an op, else a bare word. Raises `Unknown`."""
    if name in around.variables:
        if around.variables[name] is LOST:
            raise Unknown
        return around.variables[name]
    if name in around.file.blocks:
        return BlockValue(*around.file.blocks[name])
    op = None if name in OWN_WORDS else find_op(name)
    if op is None and name in around.file.lost:
        raise Unknown
    return OpValue(op) if op else Word(name)


def want_bool(value: Value, node: tree.Expression) -> bool:
    """The value, if it is a boolean. Raises `Problem`."""
    if not isinstance(value, bool):
        raise Problem(wrong_kind(node, value, "`true` or `false`", around=None))
    return value


def wrong_kind(
    node: tree.Node, value: Value, wanted: str, around: Surroundings | None, what: str = ""
) -> WrongKind | UnknownName:
    """The diagnostic for a value of the wrong kind; a bare word is a name that is not known."""
    if isinstance(value, Word) and around is not None:
        known = ["true", "false", *around.variables, *around.file.blocks, *op_names()]
        text = f"`{value}` is not known here, and {what or 'this place'} wants {wanted}"
        return UnknownName(span=node.span, text=text, help=suggest(value, known), fix=rename(value, known, node.span))
    return WrongKind(span=node.span, text=f"{what or 'this place'} wants {wanted}, and this is {describe(value)}")


def _attribute(node: tree.Attribute, around: Surroundings) -> Value:
    if isinstance(node.value, tree.InValue) and around.flow is not None:
        shape = around.flow.known
        if node.name in shape:
            return shape[node.name]
        has = ", ".join(f"`{name}`" for name in shape.names)
        help = suggest(node.name, shape.names)
        raise Problem(UnknownName(span=node.span, text=f"the value has no `{node.name}` here; it has {has}", help=help))
    if isinstance(node.value, tree.ResidualValue):
        if node.name not in ("index", "count"):
            help = suggest(node.name, ["index", "count"])
            text = f"a residual has an `index` and a `count`, and no `{node.name}`"
            raise Problem(UnknownName(span=node.span, text=text, help=help))
        if not around.in_residual:
            raise Problem(WrongKind(span=node.span, text="`residual` can be read inside a residual only"))
        return Deferred(node.name)
    raise Problem(
        WrongKind(span=node.span, text=f"there is no `.{node.name}` to read here", help="`in` has attributes")
    )


def _index(node: tree.Index, value: Value, index: Value) -> Value:
    if not isinstance(value, tuple):
        raise Problem(WrongKind(span=node.value.span, text=f"only a tuple has members, and this is {describe(value)}"))
    if not is_integer(index):
        raise Problem(WrongKind(span=node.index.span, text=f"an index is an integer, and this is {describe(index)}"))
    if not -len(value) <= index < len(value):
        text = f"there is no member {index}: the tuple has {len(value)}, counted from 0"
        raise Problem(BadArithmetic(span=node.span, text=text))
    return value[index]


def _unary(node: tree.Unary, value: Value) -> Value:
    if node.operator == "not":
        return not want_bool(value, node.operand)
    if isinstance(value, Deferred):
        return combine("*", -1, value)
    if not is_number(value):
        raise Problem(WrongKind(span=node.span, text=f"`-` wants a number, and this is {describe(value)}"))
    return -value


def _binary(node: tree.Binary, left: Value, right: Value) -> Value:
    operator = node.operator
    if isinstance(left, Deferred) or isinstance(right, Deferred):
        return _deferred(node, left, right)
    if operator in ("==", "!="):
        return bool(BINARY[operator](left, right))
    if operator == "+" and isinstance(left, tuple) and isinstance(right, tuple):
        return _joined(node, left, right)
    for side, value in ((node.left, left), (node.right, right)):
        if not is_number(value):
            raise Problem(WrongKind(span=side.span, text=f"`{operator}` wants numbers, and this is {describe(value)}"))
    try:
        result = power(left, right) if operator == "**" else BINARY[operator](left, right)
    except (ZeroDivisionError, OverflowError, Misuse) as error:
        raise Problem(BadArithmetic(span=node.span, text=_reason(error))) from None
    return _within(node, result)


def _joined(node: tree.Binary, left: tuple[Value, ...], right: tuple[Value, ...]) -> Value:
    return _bounded(node, tuple(left) + tuple(right))


def _bounded(node: tree.Expression, value: tuple[Value, ...]) -> Value:
    """A tuple, if it has not too many members, those of the tuples in it included. Raises `Problem`."""
    open_tuples, members = [value], 0
    while open_tuples:
        inner = open_tuples.pop()
        members += len(inner)
        if members > LONGEST_TUPLE:
            raise Problem(OverLimit(span=node.span, text=f"a tuple may have {LONGEST_TUPLE:,} members at most"))
        open_tuples += [member for member in inner if isinstance(member, tuple)]
    return value


def _deferred(node: tree.Binary, left: Value, right: Value) -> Value:
    for side, value in ((node.left, left), (node.right, right)):
        if not (isinstance(value, Deferred) or is_number(value)):
            text = f"`{node.operator}` wants numbers, and this is {describe(value)}"
            raise Problem(WrongKind(span=side.span, text=text))
    if node.operator not in OPERATORS:
        text = "a value of `residual.index` cannot decide anything: it is known only when the network is whole"
        raise Problem(WrongKind(span=node.span, text=text, help="use it in numbers such as a drop probability"))
    deferred = combine(node.operator, left, right)
    if deferred.size > LONGEST_DEFERRED:
        text = f"an expression of `residual.index` has {LONGEST_DEFERRED} numbers and operators at most"
        raise Problem(OverLimit(span=node.span, text=text))
    return deferred


def _within(node: tree.Expression, value: Value) -> Value:
    if is_integer(value) and abs(value) > LARGEST:
        raise Problem(OverLimit(span=node.span, text="an integer of more than 40 digits", help="write a smaller one"))
    if isinstance(value, float) and not isfinite(value):
        raise Problem(BadArithmetic(span=node.span, text="the number is too large"))
    return value


def _reason(error: Exception) -> str:
    if isinstance(error, Misuse):
        return str(error)
    return "a division by zero" if isinstance(error, ZeroDivisionError) else "the number is too large"


def _function(node: tree.Function, around: Surroundings, depth: int) -> Value:
    arguments = [
        ("stride" if item.is_stride else item.name, evaluate(item.value, around, depth + 1)) for item in node.arguments
    ]
    if node.name in FUNCTIONS and node.name not in around.variables:
        return _apply(node, arguments)
    value = look_up(node.name, around)
    if isinstance(value, BlockValue):
        _refuse_unknown(node, value)
    if isinstance(value, OpValue | BlockValue):
        return value.bound(tuple(arguments))
    if node.name in around.variables:
        text = f"`{node.name}` is {describe(value)} here, and cannot be called"
        help = f"a parameter hides the function `{node.name}`: call it otherwise" if node.name in FUNCTIONS else ""
        raise Problem(WrongKind(span=node.span, text=text, help=help))
    known = [*FUNCTIONS, *around.file.blocks, *op_names()]
    raise Problem(
        UnknownName(span=node.span, text=f"there is no function `{node.name}`", help=suggest(node.name, known))
    )


def _refuse_unknown(node: tree.Function, value: BlockValue) -> None:
    known = [item.name for item in value.block.parameters]
    for argument in node.arguments:
        if argument.name is not None and argument.name not in known:
            text = f"`{value.block.name}` has no parameter `{argument.name}`"
            help = suggest(argument.name, known) or f"it has {', '.join(f'`{name}`' for name in known) or 'none'}"
            raise Problem(UnknownParameter(span=argument.span, text=text, help=help))


def _apply(node: tree.Function, arguments: list[tuple[str | None, Value]]) -> Value:
    if any(name for name, _ in arguments):
        raise Problem(WrongKind(span=node.span, text=f"`{node.name}` takes its arguments without names"))
    values = [value for _, value in arguments]
    if node.name in ("min", "max") and len(values) == 2 and any(isinstance(value, Deferred) for value in values):
        return combine(node.name, *values)
    try:
        return _within(node, FUNCTIONS[node.name](*values))
    except Misuse as error:
        raise Problem(WrongKind(span=node.span, text=f"`{node.name}`: {error}")) from None
    except (ZeroDivisionError, OverflowError) as error:
        raise Problem(BadArithmetic(span=node.span, text=_reason(error))) from None
    except TypeError:
        text = f"`{node.name}` cannot take {len(values)} arguments of these kinds"
        raise Problem(WrongKind(span=node.span, text=text)) from None
