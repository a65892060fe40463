"""`assert`: what the file claims about its network, at the defaults."""

from collections.abc import Iterable

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.analysis.depth import depth
from resnet_dsl.diagnostics.catalog import DoubleName, FailedClaim, UnknownName
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ops.core.kinds import Value, is_integer
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.expressions import Surroundings, evaluate, want_bool
from resnet_dsl.resolve.extends import Placed
from resnet_dsl.resolve.functions import BINARY
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.scope import Variables
from resnet_dsl.resolve.values import Word
from resnet_dsl.syntax import tree


class ClaimError(ArchError):
    """Nothing is wrong with a network but what its file claims; `arch` is the network all the same."""

    def __init__(self, diagnostics: Iterable[Diagnostic], arch: Arch) -> None:
        super().__init__(diagnostics)
        self.arch = arch


FIGURES = ("params", "macs", "depth")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def check_sizes(claims: tuple[Placed, ...], context: Context) -> None:
    """Report claims of shapes that do not hold, of a network of which nothing else may be known."""
    for placed in claims:
        claim = placed.statement
        assert isinstance(claim, tree.Assert)
        if claim.sizes is not None:
            try:
                _check_size(claim, claim.sizes, context)
            except Problem as problem:
                context.report(problem.diagnostic)
            except Unknown:
                pass


def check_claims(claims: tuple[Placed, ...], arch: Arch, context: Context) -> None:
    """Report every claim that does not hold."""
    cost = arch_cost(arch)
    figures: tuple[Value, ...] = (cost.all_parameters, cost.macs, depth(arch))
    variables = context.variables.inner(**dict(zip(FIGURES, figures, strict=True)))
    for placed in claims:
        claim = placed.statement
        assert isinstance(claim, tree.Assert)
        try:
            if claim.sizes is not None:
                _check_size(claim, claim.sizes, context)
            else:
                _refuse_two_meanings(claim.claim, context.variables)
                _check_figure(claim, Surroundings(variables, placed.home))
        except Problem as problem:
            context.report(problem.diagnostic)
        except Unknown:
            pass


def _check_size(claim: tree.Assert, sizes: tuple[int, ...], context: Context) -> None:
    label = _label(claim)
    flow = context.labels.find(label)
    if flow is None:
        help = suggest(label, context.labels.names()) or "label the statement whose shape is claimed"
        raise Problem(UnknownName(span=claim.claim.span, text=f"there is no label `{label}`", help=help))
    if flow.known.sizes != sizes:
        claimed = "x".join(map(str, sizes))
        text = f"`{label}` is {flow.known}, and {claimed} is claimed"
        raise Problem(FailedClaim(span=claim.span, text=text, label=f"it is {flow.known}"))


def _label(claim: tree.Assert) -> str:
    match claim.claim:
        case tree.Name(name=name):
            return name
        case tree.Literal(value=value):
            return str(value)
    text = "`is` claims the shape at a label"
    raise Problem(UnknownName(span=claim.claim.span, text=text, help="write `assert layer1 is 256x56x56`"))


def _refuse_two_meanings(node: tree.Expression, parameters: Variables) -> None:
    """Refuse the name of a figure that is a parameter's too. Raises `Problem`."""
    if isinstance(node, tree.Name) and node.name in FIGURES and node.name in parameters:
        text = f"`{node.name}` is a figure of the network in a claim, and a parameter of this arch"
        raise Problem(DoubleName(span=node.span, text=text, help="give the parameter another name"))
    for part in (node.left, node.right) if isinstance(node, tree.Binary) else ():
        _refuse_two_meanings(part, parameters)


def _check_figure(claim: tree.Assert, around: Surroundings) -> None:
    node = claim.claim
    if isinstance(node, tree.Binary) and node.operator in COMPARISONS:
        left, right = evaluate(node.left, around), evaluate(node.right, around)
        _want_known(node, left, right, around)
        if evaluate(node, around) is not True:
            raise Problem(_failed(claim, node, left, right))
    elif not want_bool(evaluate(node, around), node):
        raise Problem(FailedClaim(span=claim.span, text=f"`{node.span.text}` does not hold"))


def _want_known(node: tree.Binary, left: Value, right: Value, around: Surroundings) -> None:
    """Refuse a bare word beside a value that is none: a name written wrong. Raises `Problem`."""
    for side, value, other in ((node.left, left, right), (node.right, right, left)):
        if isinstance(value, Word) and not isinstance(other, Word):
            help = suggest(value, around.variables) or "there are `params`, `macs` and `depth`, and the parameters"
            raise Problem(UnknownName(span=side.span, text=f"`{value}` is not known here", help=help))


def _failed(claim: tree.Assert, node: tree.Binary, left: Value, right: Value) -> FailedClaim:
    shown = f"`{node.left.span.text}` is {_show(left)}"
    text = f"`{node.span.text}` does not hold: {shown}"
    if not isinstance(node.right, tree.Literal):
        text += f", and `{node.right.span.text}` is {_show(right)}"
    notes: tuple[str, ...] = ()
    if is_integer(left) and is_integer(right):
        notes = (f"{_show(left)} against {_show(right)}: a difference of {_show(BINARY['-'](left, right))}",)
    return FailedClaim(span=claim.span, text=text, label=shown, notes=notes)


def _show(value: Value) -> str:
    return f"{value:_}" if is_integer(value) else str(value)
