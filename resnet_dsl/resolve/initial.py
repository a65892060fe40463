"""`init`: how weights begin."""

from dataclasses import dataclass
from typing import Any

from resnet_dsl.diagnostics.catalog import LeftOverArgument, MissingArgument, UnknownName, UnknownParameter, WrongKind
from resnet_dsl.diagnostics.spelling import rename, suggest
from resnet_dsl.ir.nodes import Init
from resnet_dsl.ops.core.kinds import LARGEST_NUMBER, Value, is_number
from resnet_dsl.resolve.expressions import Surroundings, evaluate
from resnet_dsl.resolve.problems import Problem
from resnet_dsl.resolve.values import Distribution, OpValue, Word, describe
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree

DISTRIBUTIONS: dict[str, tuple[str, ...]] = {
    "zeros": (),
    "ones": (),
    "constant": ("value",),
    "normal": ("mean", "std"),
    "trunc_normal": ("mean", "std", "a", "b"),
    "uniform": ("a", "b"),
    "xavier_uniform": ("gain",),
    "xavier_normal": ("gain",),
    "kaiming_uniform": ("a", "mode", "nonlinearity"),
    "kaiming_normal": ("a", "mode", "nonlinearity"),
    "orthogonal": ("gain",),
    "dirac": ("groups",),
}
"""The distributions of `torch.nn.init` and their parameters."""
RANKS = dict.fromkeys(("xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "orthogonal"), 2)
RANKS["dirac"] = 3
"""How many dimensions a tensor must have at least."""
MODES = ("fan_in", "fan_out")
NONLINEARITIES = ("linear", "relu", "leaky_relu", "tanh", "sigmoid", "selu")


@dataclass(frozen=True)
class Inits:
    """The `init` directives in force, by op; `last` is for the last part with weights of each residual."""

    by_target: tuple[tuple[str, Distribution], ...] = ()

    def get(self, target: str) -> Distribution | None:
        """The distribution for an op, or for `last`."""
        return dict(self.by_target).get(target)

    def with_one(self, target: str, distribution: Distribution) -> "Inits":
        """These, with one more or another."""
        return Inits(tuple((dict(self.by_target) | {target: distribution}).items()))


def read_distribution(node: tree.Expression, around: Surroundings) -> Distribution:
    """The distribution that an expression names; a number is a constant. Raises `Problem`."""
    match node:
        case tree.Name() if node.name not in around.variables:
            return _make(node, node.name, (), around)
        case tree.Literal(value=Word() as word):
            return _make(node, word, (), around)
        case tree.Function():
            return _make(node, node.name, node.arguments, around)
    return as_distribution(evaluate(node, around), node)


def as_distribution(value: Value, node: tree.Node) -> Distribution:
    """A value as a distribution. Raises `Problem`."""
    if isinstance(value, Distribution):
        return value
    if is_number(value):
        return Distribution("constant", (("value", value),))
    raise Problem(WrongKind(span=node.span, text=f"a distribution is wanted, and this is {describe(value)}"))


def _make(node: tree.Expression, name: str, arguments: tuple[tree.Argument, ...], around: Surroundings) -> Distribution:
    if name not in DISTRIBUTIONS:
        help = suggest(name, DISTRIBUTIONS) or f"there are {', '.join(DISTRIBUTIONS)}"
        fix = rename(name, DISTRIBUTIONS, node.span)
        raise Problem(UnknownName(span=node.span, text=f"there is no distribution `{name}`", help=help, fix=fix))
    free = list(DISTRIBUTIONS[name])
    given: dict[str, Any] = {}
    for argument in arguments:
        key = argument.name or (free[0] if free else "")
        if key not in free:
            raise Problem(_unfit(argument, name, given))
        free.remove(key)
        given[key] = _checked(key, evaluate(argument.value, around), argument)
    _check_together(node, name, given)
    ordered = ((key, given[key]) for key in DISTRIBUTIONS[name] if key in given)
    return Distribution(name, tuple(ordered))


def _check_together(node: tree.Expression, name: str, given: dict[str, Any]) -> None:
    if name == "constant" and not given:
        raise Problem(MissingArgument(span=node.span, text="`constant` wants `value`", help="write `constant(0.5)`"))
    if given.get("std", 1) < 0 or (name == "trunc_normal" and given.get("std", 1) == 0):
        least = "above 0" if name == "trunc_normal" else "at least 0"
        raise Problem(WrongKind(span=node.span, text=f"`std` must be {least}"))
    low, high = {"uniform": (0, 1), "trunc_normal": (-2, 2)}.get(name, (0, 1))
    if "a" in DISTRIBUTIONS[name] and "b" in DISTRIBUTIONS[name] and given.get("a", low) > given.get("b", high):
        raise Problem(WrongKind(span=node.span, text=f"`a` of `{name}` must not be above `b`"))


def _unfit(argument: tree.Argument, name: str, given: dict[str, Any]) -> UnknownParameter | LeftOverArgument:
    if argument.name and argument.name not in given:
        text = f"`{name}` has no parameter `{argument.name}`"
        known = DISTRIBUTIONS[name]
        help, fix = suggest(argument.name, known), rename(argument.name, known, argument.name_span)
        return UnknownParameter(span=argument.name_span, text=text, help=help, fix=fix)
    return LeftOverArgument(span=argument.span, text=f"`{name}` has no parameter left for this")


def _checked(key: str, value: Value, argument: tree.Argument) -> Value:
    words = {"mode": MODES, "nonlinearity": NONLINEARITIES}.get(key)
    if words:
        word = value.op.name if isinstance(value, OpValue) else value
        if isinstance(word, str) and word in words:
            return str(word)
        help = f"it is one of {', '.join(words)}"
        raise Problem(WrongKind(span=argument.span, text=f"`{key}` cannot be {describe(value)}", help=help))
    if not is_number(value) or isinstance(value, Word):
        raise Problem(WrongKind(span=argument.span, text=f"`{key}` wants a number, and this is {describe(value)}"))
    if abs(value) > LARGEST_NUMBER:
        text = f"`{key}` must lie between -{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}"
        raise Problem(WrongKind(span=argument.span, text=text))
    return value


def to_init(tensor: str, shape: tuple[int, ...], distribution: Distribution, span: Span) -> Init:
    """The IR of a distribution for one tensor of a shape. Raises `Problem` where it has too few dimensions."""
    least = RANKS.get(distribution.name, 0)
    if len(shape) < least:
        text = f"`{distribution.name}` wants {least} dimensions or more, and `{tensor}` has {len(shape)} here"
        raise Problem(WrongKind(span=span, text=text, help="take `normal`, `uniform` or a number"))
    return Init(tensor, distribution.name, distribution.arguments)
