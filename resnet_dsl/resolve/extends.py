"""`extends`: an arch that states only what differs from another."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from resnet_dsl.diagnostics.catalog import (
    CircularCall,
    DoubleName,
    Misplaced,
    OverLimit,
    UnknownName,
    UnknownParameter,
)
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.names import Counter, advance
from resnet_dsl.resolve.files import Files
from resnet_dsl.resolve.flow import Made
from resnet_dsl.resolve.problems import Problem, Unknown
from resnet_dsl.resolve.scope import FileScope
from resnet_dsl.syntax import tree

LONGEST_CHAIN = 16
Steps = Callable[["Plan"], list[Made]]


@dataclass(frozen=True)
class Placed:
    """A statement and the file whose names it sees."""

    statement: tree.Statement
    home: FileScope


@dataclass(frozen=True)
class Plan:
    """What an arch is made of when what it extends is taken in; claims and weights are its own only."""

    arch: tree.Arch
    home: FileScope
    parameters: tuple[tree.Parameter, ...]
    homes: dict[str, FileScope]
    """By parameter, the file that its default is written in."""
    statements: tuple[Placed, ...]
    claims: tuple[Placed, ...]
    weights: tuple[Placed, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether a statement does not follow the grammar: then it may be any, also one that seems to be missing."""
        return any(isinstance(placed.statement, tree.Broken) for placed in self.statements)


def plan(arch: tree.Arch, home: FileScope, files: Files, steps: Steps, chain: tuple[tree.Arch, ...] = ()) -> Plan:
    """The plan of an arch. `steps` tells what each statement of a plan makes, to find statements by name.

    Raises `Problem`.
    """
    _refuse_circle(arch, chain)
    _refuse_doubles(arch.parameters)
    own = [Placed(statement, home) for statement in arch.body.statements]
    claims = tuple(placed for placed in own if isinstance(placed.statement, tree.Assert))
    weights = tuple(placed for placed in own if isinstance(placed.statement, tree.Weights))
    statements = tuple(placed for placed in own if not isinstance(placed.statement, tree.Assert | tree.Weights))
    if arch.extends is None:
        _refuse_after(statements)
        return Plan(arch, home, arch.parameters, _homes(arch, home, {}), statements, claims, weights)
    found = files.extended(arch.extends.name, home)
    if found is None and arch.extends.name in home.lost:
        raise Unknown
    if found is None:
        text = f"there is no arch `{arch.extends.name}` to extend"
        help = suggest(arch.extends.name, files.extendable(home)) or "import it, or extend a bundled one"
        raise Problem(UnknownName(span=arch.extends.span, text=text, help=help))
    base = plan(*found, files, steps, (*chain, arch))
    parameters, homes = _parameters(arch, base), _homes(arch, home, base.homes)
    merged = _merge(statements, replace(base, parameters=parameters, homes=homes), steps)
    return Plan(arch, home, parameters, homes, merged, claims, weights)


def _homes(arch: tree.Arch, home: FileScope, inherited: dict[str, FileScope]) -> dict[str, FileScope]:
    """Where the defaults are written: here for own parameters and arguments of `extends`, else where they were."""
    given = [argument.name for argument in arch.extends.arguments if argument.name] if arch.extends else []
    return inherited | dict.fromkeys([*given, *(item.name for item in arch.parameters)], home)


def _refuse_circle(arch: tree.Arch, chain: tuple[tree.Arch, ...]) -> None:
    if any(other is arch for other in chain):
        raise Problem(CircularCall(span=arch.name_span, text=f"`{arch.name}` extends itself"))
    if len(chain) > LONGEST_CHAIN:
        raise Problem(OverLimit(span=arch.name_span, text=f"a chain of more than {LONGEST_CHAIN} `extends`"))


def _refuse_doubles(parameters: tuple[tree.Parameter, ...]) -> None:
    seen: dict[str, tree.Parameter] = {}
    for item in parameters:
        if item.name in seen:
            first = Label(seen[item.name].span, "first here")
            raise Problem(
                DoubleName(span=item.span, text=f"two parameters are named `{item.name}`", secondary=(first,))
            )
        seen[item.name] = item


def _refuse_after(statements: tuple[Placed, ...]) -> None:
    for placed in statements:
        if isinstance(placed.statement, tree.After):
            text = "`after` adds to an arch that is extended, and this one extends none"
            raise Problem(Misplaced(span=placed.statement.span, text=text, help="write the statements in their place"))


def _parameters(arch: tree.Arch, base: Plan) -> tuple[tree.Parameter, ...]:
    """The parameters of both; arguments of `extends` become the defaults of the base's."""
    assert arch.extends is not None
    names = {item.name for item in base.parameters}
    given: dict[str, tree.Expression] = {}
    for argument in arch.extends.arguments:
        if argument.name not in names and base.is_broken:
            raise Unknown
        if argument.name not in names:
            text = f"`{base.arch.name}` has no parameter `{argument.name or argument.span.text}`"
            help = suggest(argument.name or "", names) or "arguments of `extends` are given by name"
            raise Problem(UnknownParameter(span=argument.span, text=text, help=help))
        given[str(argument.name)] = argument.value
    own = {item.name for item in arch.parameters}
    inherited = (replace(item, default=given.get(item.name, item.default)) for item in base.parameters)
    return (*arch.parameters, *(item for item in inherited if item.name not in own))


def _merge(own: tuple[Placed, ...], base: Plan, steps: Steps) -> tuple[Placed, ...]:
    merged = list(base.statements)
    names = _names(base, steps) if any(_label(placed.statement) for placed in own) else {}
    places = {name: base.statements[i] for name, i in names.items()}
    for placed in own:
        statement = placed.statement
        if isinstance(statement, tree.After):
            target = _find(statement.label, places, base)
            at = _position(merged, target) + 1
            merged[at:at] = [Placed(inner, placed.home) for inner in statement.body.statements]
        elif isinstance(statement, tree.Broken):
            merged.insert(0, placed)
        elif _label(statement):
            target = _find(_label(statement), places, base)
            merged[_position(merged, target)] = placed
        else:
            _replace_directive(merged, placed)
    return tuple(merged)


def _position(merged: list[Placed], target: Placed) -> int:
    for i, placed in enumerate(merged):
        if placed is target:
            return i
    text = "this statement of the extended arch has been replaced already"
    raise Problem(Misplaced(span=target.statement.span, text=text))


def _find(label: tree.Label | None, places: dict[str, Placed], base: Plan) -> Placed:
    assert label is not None
    text = "".join(part for part in label.parts if isinstance(part, str))
    if text not in places and base.is_broken:
        raise Unknown
    if text not in places:
        help = suggest(text, places) or f"it has {', '.join(f'`{name}`' for name in list(places)[:12])}"
        raise Problem(UnknownName(span=label.span, text=f"the extended arch has no statement `{text}`", help=help))
    return places[text]


def _label(statement: tree.Statement) -> tree.Label | None:
    match statement:
        case tree.Labelled() | tree.Stage() | tree.After() | tree.Output():
            return statement.label
    return None


def _replace_directive(merged: list[Placed], placed: Placed) -> None:
    key = _directive(placed.statement)
    if key is None:
        text = "a statement that an extending arch adds or replaces needs a place"
        help = "label it as the one it replaces, or put it into `after LABEL { … }`"
        raise Problem(Misplaced(span=placed.statement.span, text=text, help=help))
    for i, other in enumerate(merged):
        if _directive(other.statement) == key:
            merged[i] = placed
            return
    merged.insert(0, placed)


def _directive(statement: tree.Statement) -> tuple[str, str] | None:
    match statement:
        case tree.Input():
            return "input", ""
        case tree.Order():
            return "order", ""
        case tree.OutputNames():
            return "output as", ""
        case tree.Init():
            return "init", statement.target
        case tree.Let():
            return "let", statement.name
    return None


def _names(base: Plan, steps: Steps) -> dict[str, int]:
    """The statement of the base by each name that it makes: labels, and names that were counted."""
    counter = Counter(numbered=False)
    names: dict[str, int] = {}
    for i, (placed, made) in enumerate(zip(base.statements, steps(base), strict=True)):
        for name, _ in advance(made.nodes, counter):
            names.setdefault(name, i)
        label = _label(placed.statement)
        if label is not None:
            names["".join(part for part in label.parts if isinstance(part, str))] = i
    return names
