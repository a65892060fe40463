"""What members and results may be called: no two of one module alike, and nothing that Python or torch needs itself."""

from keyword import iskeyword
from re import fullmatch

from resnet_dsl.diagnostics.catalog import DoubleName, Misplaced
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.ir.names import RESERVED, Member, members
from resnet_dsl.ir.nodes import Module, Output, Place
from resnet_dsl.resolve.context import Context


def check_members(module: Module, context: Context) -> None:
    """Report members of the same name, showing both, and members and results that cannot bear their names."""
    seen: dict[str, Member] = {}
    for name, member in members(module, most=2):
        if name in seen:
            _report(name, seen[name], member, context)
        else:
            _check_member(name, member.place, context)
        seen[name] = member
    if module.role == "arch":
        _check_results(module, context)


def _check_member(name: str, place: Place | None, context: Context) -> None:
    text = f"a member cannot be named `{name}`"
    if name in RESERVED or fullmatch(r"__\w*__", name):
        _refuse(text, "every module of torch has an attribute of that name", place, context)
    elif not fullmatch(r"[\w -]+", name):
        _refuse(text, "take letters, digits, `_` and `-`", place, context)


def _check_results(module: Module, context: Context) -> None:
    results = {name: module.place for name in context.session.results}
    results |= {node.result: node.place for node in module.nodes if isinstance(node, Output)}
    for name, place in results.items():
        if not (name.isidentifier() and name.isascii()) or iskeyword(name) or name.startswith("_"):
            help = "results are fields of a named tuple: take a name of Python that does not begin with `_`"
            _refuse(f"a result cannot be named `{name}`", help, place, context)


def _refuse(text: str, help: str, place: Place | None, context: Context) -> None:
    if place is not None:
        context.report(Misplaced(span=context.session.spans[place], text=text, help=help))


def _report(name: str, first: Member, second: Member, context: Context) -> None:
    spans = context.session.spans
    if first.place is None or second.place is None:
        return
    if first.place == second.place:
        text = f"every run of this repeat would be named `{name}`"
        help = "label the repeat, or write a `for` with a computed label"
        context.report(DoubleName(span=spans[second.place], text=text, help=help))
        return
    context.report(
        DoubleName(
            span=spans[second.place],
            text=f"two members of one module are named `{name}`",
            secondary=(Label(spans[first.place], "the first one"),),
            help="give one of them another label",
        )
    )
