"""Two members of one module may not have one name."""

from resnet_dsl.diagnostics.catalog import DoubleName
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.ir.names import Member, members
from resnet_dsl.ir.nodes import Module
from resnet_dsl.resolve.context import Context


def check_members(module: Module, context: Context) -> None:
    """Report members of the same name, showing both."""
    seen: dict[str, Member] = {}
    for name, member in members(module, most=2):
        if name in seen:
            _report(name, seen[name], member, context)
        seen[name] = member


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
