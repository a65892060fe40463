"""A little of Python as data, and its layout: lines of 88 columns, broken as the common formatters break them."""

from dataclasses import dataclass, field
from keyword import iskeyword

WIDTH = 88


@dataclass(frozen=True)
class Text:
    """An expression that is never broken; `atomic` where it needs no parentheses as an operand."""

    text: str
    atomic: bool = True

    def flat(self) -> str:
        """The expression on one line."""
        return self.text


@dataclass(frozen=True)
class Call:
    """A call, or any other bracketed list: `opener` is what stands before the members, with its bracket."""

    opener: str
    members: tuple["Python", ...]
    names: tuple[str, ...] = ()
    closer: str = ")"
    atomic: bool = True
    fresh: bool = field(default=False, compare=False)
    """Whether the value is one that nobody else holds and that no gradient needs: it may be overwritten."""

    def parts(self) -> list[tuple[str, "Python"]]:
        """The members, each with its keyword (`stride=`) or nothing."""
        plain = len(self.members) - len(self.names)
        keywords = [""] * plain + [f"{name}=" for name in self.names]
        return list(zip(keywords, self.members, strict=True))

    def flat(self) -> str:
        """The expression on one line."""
        members = ", ".join(keyword + member.flat() for keyword, member in self.parts())
        return f"{self.opener}{members}{self.closer}"


@dataclass(frozen=True)
class Operation:
    """Operands with one operator between them."""

    operator: str
    operands: tuple["Python", ...]
    atomic: bool = False
    fresh: bool = field(default=True, compare=False)

    def flat(self) -> str:
        """The expression on one line."""
        sides = (side.flat() if side.atomic else f"({side.flat()})" for side in self.operands)
        return f" {self.operator} ".join(sides)


@dataclass(frozen=True)
class Comprehension:
    """`*[member for name in range(…)]`, with a second loop where a run has several members."""

    members: tuple["Python", ...]
    variable: str
    span: str
    atomic: bool = True

    def loop(self) -> str:
        """The `for` part."""
        loop = f"for {self.variable} in range({self.span})"
        return f"{loop} for layer in" if len(self.members) > 1 else loop

    def flat(self) -> str:
        """The expression on one line."""
        if len(self.members) == 1:
            return f"*[{self.members[0].flat()} {self.loop()}]"
        run = ", ".join(member.flat() for member in self.members)
        return f"*[layer {self.loop()} ({run})]"


Python = Text | Call | Operation | Comprehension


def layout(python: Python, indent: int, prefix: str = "", suffix: str = "") -> list[str]:
    """The expression behind `prefix` and before `suffix`, as lines indented by `indent` columns."""
    space = " " * indent
    line = f"{space}{prefix}{python.flat()}{suffix}"
    if len(line) <= WIDTH or isinstance(python, Text):
        return [line]
    if isinstance(python, Operation):
        return _layout_operation(python, indent, prefix, suffix)
    if isinstance(python, Comprehension):
        return _layout_comprehension(python, indent, prefix, suffix)
    body = ", ".join(keyword + member.flat() for keyword, member in python.parts())
    opened, closed = f"{space}{prefix}{python.opener}", f"{space}{python.closer}{suffix}"
    one_line = f"{space}    {body}"
    if len(one_line) <= WIDTH and not (len(python.members) == 1 and python.opener.startswith("*")):
        return [opened, one_line, closed]
    lines = [opened]
    last = "," if len(python.members) > 1 or python.opener.endswith("nn.Sequential(") else ""
    for keyword, member in python.parts():
        comma = "," if last else ""
        lines += layout(member, indent + 4, keyword, comma)
    return [*lines, closed]


def _layout_operation(python: Operation, indent: int, prefix: str, suffix: str) -> list[str]:
    space = " " * indent
    operands = [side.flat() if side.atomic else f"({side.flat()})" for side in python.operands]
    head, *rest = operands
    lines = [f"{space}    {head}", *(f"{space}    {python.operator} {side}" for side in rest)]
    return [f"{space}{prefix}(", *lines, f"{space}){suffix}"]


def _layout_comprehension(python: Comprehension, indent: int, prefix: str, suffix: str) -> list[str]:
    space = " " * indent
    if len(python.members) == 1:
        inner = layout(python.members[0], indent + 4)
        return [f"{space}{prefix}*[", *inner, f"{space}    {python.loop()}", f"{space}]{suffix}"]
    run = Call("(", python.members)
    loops = python.loop().split(" for layer in")[0]
    return [
        f"{space}{prefix}*[",
        f"{space}    layer",
        f"{space}    {loops}",
        *layout(run, indent + 4, "for layer in "),
        f"{space}]{suffix}",
    ]


def is_attribute(name: str) -> bool:
    """Whether a member can be written `self.name`; others, such as numbers, are registered and read by their text.

    Python takes `self.__name` for another name inside a class, and some letters outside ASCII for others.
    """
    return name.isidentifier() and name.isascii() and not iskeyword(name) and not name.startswith("__")


def member_of(owner: str, name: str) -> str:
    """Python text of a member of `owner`."""
    return f"{owner}.{name}" if is_attribute(name) else f"getattr({owner}, {literal(name)})"


def literal(value: object) -> str:
    """A value as Python text, with double quotes."""
    if isinstance(value, str):
        return f'"{"".join(map(_escaped, value))}"'
    if isinstance(value, tuple):
        members = ", ".join(map(literal, value))
        return f"({members},)" if len(value) == 1 else f"({members})"
    return repr(value)


def _escaped(letter: str) -> str:
    if letter in '\\"':
        return f"\\{letter}"
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()
