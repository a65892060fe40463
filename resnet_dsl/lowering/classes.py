"""A class as Python text."""

from dataclasses import dataclass

from resnet_dsl.lowering.draft import (
    RESULTS,
    Assign,
    Build,
    ByPosition,
    Chain,
    Choice,
    Construct,
    Fixed,
    Guarded,
    Line,
    Loop,
    Member,
    New,
    Path,
    Return,
    Slot,
)
from resnet_dsl.lowering.group import Group, Groups
from resnet_dsl.lowering.python import (
    Call,
    Comprehension,
    Operation,
    Python,
    Text,
    is_attribute,
    layout,
    literal,
    member_of,
)

ORDERED = "OrderedDict"


@dataclass(frozen=True)
class Printer:
    """Prints one class.

    `residuals` is how many the network has, `result` the type that forward returns, `results` the class of the named
    tuple for it, and `tail` the lines at the end of the constructor.
    """

    one: Group
    of: Groups
    residuals: int
    result: str = "Tensor"
    results: str = ""
    tail: tuple[str, ...] = ()
    is_root: bool = False

    def text(self, docstring: str) -> str:
        """The class."""
        lines = [f"class {self.one.name}(nn.Module):", *_docstring(docstring), ""]
        lines += [*self._constructor(), *(f"        {line}" if line else "" for line in self.tail), ""]
        lines += self._forward()
        return "\n".join(lines) + "\n"

    # the constructor

    def _constructor(self) -> list[str]:
        lines = [*_signature(self.one, needs_index=self.one.first.needs_index and not self.is_root)]
        lines.append("        super().__init__()")
        place = {member.name: i for i, member in enumerate(self.one.first.members)}
        for member in self.one.members():
            lines += self._member(member, (place[member.name],))
        return lines

    def _member(self, member: Member, path: Path) -> list[str]:
        if isinstance(member.build, Choice):
            return self._choice(member.name, member.build, path)
        value = self._build(member.build, path)
        if is_attribute(member.name):
            return layout(value, 8, f"self.{member.name} = ")
        method = "register_parameter" if member.is_tensor else "add_module"
        return layout(Call(f"self.{method}(", (Text(literal(member.name)), value)), 8)

    def _choice(self, name: str, build: Choice, path: Path) -> list[str]:
        assert build.build is not None
        value = self._build(build.build, (*path, 1))
        condition = self.one.conditions.get(name)
        if condition is None:
            return layout(value, 8, f"self.{name} = ")
        return [
            f"        if {condition}:",
            *layout(value, 12, f"self.{name}: nn.Module = "),
            "        else:",
            f"            self.{name} = nn.Identity()",
        ]

    def _build(self, build: Build, path: Path, index: str | None = None) -> Python:
        match build:
            case Slot():
                return Text(self.one.texts[path])
            case Fixed():
                return Text(build.text)
            case ByPosition():
                return Text(build.value.render(self._index(build.residual, index), self.residuals))
            case Construct():
                return self._construct(build, path, index)
            case New():
                return self._new(build, path, index)
            case Chain():
                return self._chain(build, path, index)
            case Loop():
                return self._loop(build, path, index)
            case Choice():
                raise TypeError("a shortcut is a member")

    def _construct(self, build: Construct, path: Path, index: str | None) -> Python:
        members = [self._build(part, (*path, i), index) for i, part in enumerate(build.positional)]
        names = []
        for i, (name, part) in enumerate(build.options, len(members)):
            value = self._build(part, (*path, i), index)
            is_default = isinstance(part, Slot) and part.default is not None and value.flat() == literal(part.default)
            if not is_default:
                names.append(name)
                members.append(value)
        return Call(f"{build.callee}(", tuple(members), tuple(names))

    def _new(self, build: New, path: Path, index: str | None) -> Python:
        inner = self.of[id(build.draft)]
        members, names = [], []
        for i, parameter in enumerate(inner.parameters):
            text = self.one.texts[(*path, i)]
            if parameter.default is None:
                members.append(Text(text))
            elif text != literal(parameter.default):
                members.append(Text(text))
                names.append(parameter.name)
        if build.draft.needs_index:
            members.append(Text(self._index(build.index, index)))
            names.append("index")
        return Call(f"{inner.name}(", tuple(members), tuple(names))

    def _chain(self, build: Chain, path: Path, index: str | None) -> Python:
        values = [self._build(item, (*path, i), index) for i, (_, item) in enumerate(build.items)]
        if all(name is None for name, _ in build.items):
            return Call("nn.Sequential(", tuple(values))
        names = _names(build)
        pairs = tuple(Call("(", (Text(literal(name)), value)) for name, value in zip(names, values, strict=True))
        listed = Call("[", pairs, closer="]")
        return Call("nn.Sequential(", (Call(f"{ORDERED}(", (listed,)),))

    def _loop(self, build: Loop, path: Path, index: str | None) -> Python:
        count = self.one.texts[(*path, 0)]
        by_position = build.step > 0 and any(map(_positional, build.run))
        if not by_position:
            values = tuple(self._build(item, (*path, i + 1), index) for i, item in enumerate(build.run))
            return Comprehension(values, "_", count)
        start = self._index(build.index, index)
        values = tuple(self._build(item, (*path, i + 1), f"i-{build.index}") for i, item in enumerate(build.run))
        if self.is_root and count.isdigit() and start.isdigit():
            stop = int(start) + int(count) * build.step
            span = str(stop) if start == "0" and build.step == 1 else f"{start}, {stop}"
        else:
            times = f" * {build.step}" if build.step > 1 else ""
            span = f"{start}, {start} + {count}{times}"
        return Comprehension(values, "i", span if build.step == 1 else f"{span}, {build.step}")

    def _index(self, residual: int, loop: str | None) -> str:
        """Text of the position of a residual that is counted from the first one of the class."""
        if loop is not None:
            variable, _, start = loop.partition("-")
            offset = residual - int(start)
            return f"{variable} + {offset}" if offset else variable
        if self.is_root:
            return str(residual)
        return f"index + {residual}" if residual else "index"

    # forward

    def _forward(self) -> list[str]:
        kept = {member.name for member in self.one.members()}
        dropped = {f"{member_of('self', m.name)}(" for m in self.one.first.members if m.name not in kept}
        arguments = "".join(f", {name}: Tensor" for name in self.one.first.arguments)
        lines = [f"    def forward(self, x: Tensor{arguments}) -> {self.result}:"]
        for line in self.one.first.forward:
            lines += self._line(line, 8, dropped)
        return lines

    def _line(self, line: Line, indent: int, dropped: set[str]) -> list[str]:
        space = " " * indent
        match line:
            case Assign():
                return layout(self._settled(line.value, dropped), indent, f"{line.target} = ")
            case Return():
                value = self._settled(line.value, dropped)
                if line.in_training:
                    return [f"{space}if self.training:", *layout(value, indent + 4, "return ")]
                return layout(value, indent, "return ")
            case Guarded():
                body = [text for inner in line.body for text in self._line(inner, indent + 4, dropped)]
                return [f"{space}{line.target}: Tensor | None = None", f"{space}if self.training:", *body]

    def _settled(self, python: Python, dropped: set[str]) -> Python:
        """The expression without the shortcuts that no instance has, and with the name of the results."""
        match python:
            case Call() if python.opener in dropped:
                return self._settled(python.members[0], dropped)
            case Call():
                members = tuple(self._settled(member, dropped) for member in python.members)
                opener = f"{self.results}(" if python.opener == RESULTS else python.opener
                return Call(opener, members, python.names, python.closer, python.atomic)
            case Operation():
                return Operation(python.operator, tuple(self._settled(side, dropped) for side in python.operands))
        return python


def _positional(build: Build) -> bool:
    match build:
        case ByPosition():
            return True
        case New():
            return build.draft.needs_index
        case Construct():
            return any(map(_positional, (*build.positional, *(item for _, item in build.options))))
        case Chain():
            return any(_positional(item) for _, item in build.items)
        case Loop():
            return any(map(_positional, build.run))
    return False


def _names(build: Chain) -> list[str]:
    return [str(i) if name is None else name for i, (name, _) in enumerate(build.items)]


def _signature(one: Group, *, needs_index: bool) -> list[str]:
    required = [f"{item.name}: {item.annotation}" for item in one.parameters if item.default is None]
    optional = [
        f"{item.name}: {item.annotation} = {literal(item.default)}"
        for item in one.parameters
        if item.default is not None
    ]
    parameters = ["self", *required, *(["index: int"] if needs_index else []), *optional]
    call = Call("def __init__(", tuple(map(Text, parameters)))
    return layout(call, 4, suffix=" -> None:")


def _docstring(text: str, indent: str = "    ") -> list[str]:
    lines = ("".join(filter(str.isprintable, line)) for line in text.expandtabs(4).strip().splitlines())
    safe = "\n".join(lines).replace("\\", "\\\\").replace('"""', "'''")
    if safe.endswith('"'):
        safe = f'{safe[:-1]}\\"'
    if safe.startswith('"'):
        safe = f" {safe}"
    first, *rest = safe.split("\n")
    if not rest:
        return [f'{indent}"""{first}"""']
    body = [f"{indent}{line.strip()}" if line.strip() else "" for line in rest]
    return [f'{indent}"""{first}', *body, f'{indent}"""']
