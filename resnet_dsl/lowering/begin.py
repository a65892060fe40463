"""How weights begin, as lines at the end of the network's constructor. No tensor is begun twice.

Where all layers of one torch class begin alike, one loop over the modules says so, and if a few do not, it names them.
Where many do not, each class says how its own layers begin.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Init, Layer, Module
from resnet_dsl.lowering.draft import Begin
from resnet_dsl.lowering.group import Group
from resnet_dsl.lowering.python import Call, Text, is_attribute, layout, literal, member_of

COLUMN = 8
"""Where the lines will stand: in a constructor."""
MOST_EXCEPTIONS = 4
Kind = tuple[str, str]
Rules = dict[Kind, Init]


@dataclass(frozen=True)
class Exceptional:
    """A layer that begins otherwise than others of its torch class: its key, and all that is said of its tensors."""

    key: str
    inits: dict[str, Init]

    @property
    def place(self) -> str:
        """Python text of the layer, in the constructor of the network."""
        plain = all(map(is_attribute, self.key.split(".")))
        return f"self.{self.key}" if plain else f"self.get_submodule({literal(self.key)})"


def begin_lines(groups: list[Group], root: Group) -> list[str]:
    """The lines, without indentation; none where nothing is said."""
    alike, rules = _rules(groups, alike=True), _rules(groups)
    exceptions: list[Exceptional] = []
    if rules != alike:
        exceptions = list(islice(_exceptions(root.first.module, rules), MOST_EXCEPTIONS + 1))
    if len(exceptions) > MOST_EXCEPTIONS:
        rules, exceptions = alike, []
    return _loop_lines(rules, exceptions) + _class_lines(groups, root, rules)


def _rules(groups: list[Group], *, alike: bool = False) -> Rules:
    """What holds for all layers of a torch class; or unless all must be `alike`, for most where every one is said."""
    found: dict[Kind, Counter[Init | None]] = {}
    for one in reversed(groups):
        for begin in one.begins():
            found.setdefault((begin.constructor, begin.tensor), Counter())[begin.init] += len(one.drafts)
    rules = {}
    for kind, inits in found.items():
        most = inits.most_common(1)[0][0]
        if most is not None and None not in inits and "." in kind[0] and not (alike and len(inits) > 1):
            rules[kind] = most
    return rules


def _exceptions(module: Module, rules: Rules, prefix: str = "") -> Iterator[Exceptional]:
    """The layers for which a rule does not hold."""
    for name, member in members(module):
        if isinstance(member, Layer):
            constructor = member.op.torch(member.input).constructor
            inits = {init.tensor: init for init in member.inits}
            if any(rules.get((constructor, tensor), init) != init for tensor, init in inits.items()):
                yield Exceptional(prefix + name, inits)
        else:
            yield from _exceptions(member, rules, f"{prefix}{name}.")


def _loop_lines(rules: Rules, exceptions: list[Exceptional]) -> list[str]:
    branches = [(f"module is {one.place}", one.inits) for one in exceptions]
    for constructor in dict.fromkeys(kind[0] for kind in rules):
        inits = {tensor: init for (owner, tensor), init in rules.items() if owner == constructor}
        branches.append((f"isinstance(module, {constructor})", inits))
    lines = ["for module in self.modules():"] if branches else []
    for i, (condition, inits) in enumerate(branches):
        lines.append(f"    {'elif' if i else 'if'} {condition}:")
        for tensor, init in inits.items():
            optional = tensor == "bias" and condition.startswith("isinstance")
            lines += ["        if module.bias is not None:"] if optional else []
            lines += _call(init, f"module.{tensor}", 12 if optional else 8)
    return lines


def _class_lines(groups: list[Group], root: Group, rules: Rules) -> list[str]:
    own, lines = [], []
    for one in groups:
        for begin in one.begins():
            if begin.init is None or (begin.constructor, begin.tensor) in rules:
                continue
            if one is root:
                own += _begin(begin, "self", 0)
            else:
                lines += [f"    if isinstance(module, {one.name}):", *_guarded(begin, one)]
    return (["for module in self.modules():", *_merged(lines)] if lines else []) + own


def _merged(lines: list[str]) -> list[str]:
    """The lines with equal conditions behind each other said once."""
    merged: list[str] = []
    condition = ""
    for line in lines:
        if line.startswith("    if isinstance"):
            if line == condition:
                continue
            condition = line
        merged.append(line)
    return merged


def _guarded(begin: Begin, one: Group) -> list[str]:
    name = begin.path.partition("[")[0]
    if name in one.conditions:
        return [f"        if isinstance(module.{name}, nn.Sequential):", *_begin(begin, "module", 12)]
    return _begin(begin, "module", 8)


def _begin(begin: Begin, owner: str, indent: int) -> list[str]:
    assert begin.init is not None
    tensor = f".{begin.tensor}" if begin.tensor else ""
    place = _place(owner, begin.path)
    if begin.sliced:
        space = " " * indent
        return [f"{space}for layer in {place}:", *_call(begin.init, f"layer{tensor}", indent + 4)]
    return _call(begin.init, place + tensor, indent)


def _place(owner: str, path: str) -> str:
    head, bracket, rest = path.partition("[")
    return f"{member_of(owner, head)}{bracket}{rest}"


def _call(init: Init, place: str, indent: int) -> list[str]:
    names = tuple(name for name, _ in init.arguments if name != "value")
    values = tuple(Text(literal(value)) for name, value in init.arguments if name == "value")
    values += tuple(Text(literal(value)) for name, value in init.arguments if name != "value")
    call = Call(f"nn.init.{init.distribution}_(", (Text(place), *values), names)
    return [line[COLUMN:] for line in layout(call, COLUMN + indent)]
