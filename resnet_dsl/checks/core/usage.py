"""What a file gives names to, and whether anything in it reads them.

A name that is read means the innermost thing of that name. What is called may be a variable or a block of the file,
whichever can be called: both count as read. An arch that extends another of the file reads what that one declares.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from resnet_dsl.checks.core.comments import without_comments
from resnet_dsl.checks.core.walk import children
from resnet_dsl.resolve.files import Files
from resnet_dsl.resolve.scope import FileScope
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree


@dataclass(eq=False)
class Declaration:
    """A name that a file gives: what kind of thing it is, where the name stands, and in `inside` whose it is."""

    kind: str
    name: str
    span: Span
    inside: tree.Block | tree.Arch | tree.Import | None = None
    read: bool = False


@dataclass
class Names:
    """The names of a scope; one name may be given in both bodies of an `if`."""

    outer: "Names | None" = None
    own: dict[str, list[Declaration]] = field(default_factory=dict)

    def add(self, declaration: Declaration) -> None:
        """Give a name."""
        self.own.setdefault(declaration.name, []).append(declaration)

    def read(self, name: str, *, called: bool = False) -> None:
        """Note that a name is read: the innermost of its declarations, of a call the outermost too."""
        around: Names | None = self
        seen = False
        while around is not None:
            if name in around.own and (not seen or (called and around.outer is None)):
                seen = True
                for declaration in around.own[name]:
                    declaration.read = True
            around = around.outer


def declarations(scope: FileScope, files: Files) -> tuple[Declaration, ...]:
    """The imports, blocks, parameters and `let`s of a file, in the order of the text."""
    reading = _Reading(scope, files)
    for block in scope.content.blocks:
        reading.declared(block, Names(reading.top))
    for arch in scope.content.archs:
        reading.arch(arch)
    return tuple(sorted(reading.found, key=lambda declaration: declaration.span.start))


class _Reading:
    """One reading of a file: the names at its top, those of its archs by name, and all that was declared."""

    def __init__(self, scope: FileScope, files: Files) -> None:
        self.scope, self.files = scope, files
        self.found: list[Declaration] = []
        self.top = Names()
        self.archs: dict[str, Names] = {}
        for statement in scope.content.imports:
            for name, span in _imported(statement):
                self._add(self.top, Declaration("import", name, span, statement))
        for block in scope.content.blocks:
            self._add(self.top, Declaration("block", block.name, block.name_span))

    def _add(self, names: Names, declaration: Declaration) -> None:
        names.add(declaration)
        self.found.append(declaration)

    def arch(self, arch: tree.Arch) -> Names:
        """The names of an arch; they stand inside those of the arch that it extends, where the file has it."""
        if arch.name not in self.archs:
            own = {other.name: other for other in self.scope.content.archs}
            base = own.get(arch.extends.name) if arch.extends else None
            names = self.archs[arch.name] = Names(self.top if base is None else self.arch(base))
            self.declared(arch, names)
            for name in _inherited(arch, self.scope, self.files):
                if name in names.own:
                    names.read(name)
        return self.archs[arch.name]

    def declared(self, node: tree.Block | tree.Arch, names: Names) -> None:
        """Read a block or an arch: its parameters, of which a default may read those before, then its body."""
        for item in node.parameters:
            self._read((item,), names, node)
            self._add(names, Declaration("parameter", item.name, _name_span(item.span, item.name), node))
        if isinstance(node, tree.Arch) and node.extends is not None:
            self._read((node.extends,), names, node)
        self._read(node.body.statements, names, node)

    def _read(self, nodes: Iterable[tree.Node], names: Names, inside: tree.Block | tree.Arch) -> None:
        stack: list[tuple[tree.Node | Declaration, Names]] = [(node, names) for node in reversed(tuple(nodes))]
        while stack:
            node, names = stack.pop()
            if isinstance(node, Declaration):
                self._add(names, node)
                continue
            _note(node, names)
            stack += reversed([*_parts(node, names, inside)])


def _note(node: tree.Node, names: Names) -> None:
    """Note the name that a node reads itself."""
    match node:
        case tree.Name() | tree.Function() | tree.Extends():
            names.read(node.name)
        case tree.Call() | tree.OrderMember():
            names.read(node.name, called=True)


def _parts(
    node: tree.Node, names: Names, inside: tree.Block | tree.Arch
) -> Iterator[tuple[tree.Node | Declaration, Names]]:
    """What a node holds, each part with the names that it sees and gives; a `let` gives its name behind its value."""
    match node:
        case tree.Let():
            yield node.value, names
            yield Declaration("let", node.name, _name_span(node.span, node.name, behind="let"), inside), names
        case tree.If():
            yield node.condition, names
            for body in (node.then, node.otherwise):
                yield from ((statement, names) for statement in (body.statements if body else ()))
        case tree.For():
            yield node.members, names
            loop = Names(names, {name: [] for name in node.names})
            yield from ((statement, loop) for statement in node.body.statements)
        case tree.After():
            yield from ((statement, names) for statement in node.body.statements)
        case tree.Body():
            inner = Names(names)
            yield from ((statement, inner) for statement in node.statements)
        case _:
            yield from ((inner_node, names) for inner_node in children(node))


def _inherited(arch: tree.Arch, scope: FileScope, files: Files) -> Iterator[str]:
    """The parameters and `let`s of all that an arch extends: one of the same name replaces it, and is read there."""
    while arch.extends is not None:
        base = files.extended(arch.extends.name, scope)
        if base is None:
            return
        arch, scope = base
        yield from (item.name for item in arch.parameters)
        yield from (statement.name for statement in arch.body.statements if isinstance(statement, tree.Let))


def _imported(statement: tree.Import) -> Iterator[tuple[str, Span]]:
    """The names that an import gives, and where each stands with the name it has in its own file."""
    text = without_comments(statement.span)
    start = text.index("(") + 1
    for part, (_, here) in zip(text[start:].split(","), statement.names, strict=False):
        written = part.partition(")")[0]
        begin = statement.span.start + start + len(written) - len(written.lstrip())
        yield here, Span(statement.span.file, begin, begin + len(written.strip()))
        start += len(part) + 1


def _name_span(span: Span, name: str, behind: str = "") -> Span:
    start = span.start + span.text.index(name, len(behind))
    return Span(span.file, start, start + len(name))
