"""How weights begin, as lines at the end of the network's constructor.

Where all layers of one torch class begin alike, one loop over the modules says so; what differs is said after it, by
the class that it stands in.
"""

from collections import Counter

from resnet_dsl.ir.nodes import Init
from resnet_dsl.lowering.draft import Begin
from resnet_dsl.lowering.group import Group
from resnet_dsl.lowering.python import Call, Text, layout, literal, member_of

COLUMN = 8
"""Where the lines will stand: in a constructor."""
Kind = tuple[str, str]
Rules = dict[Kind, Init]


def begin_lines(groups: list[Group], root: Group) -> list[str]:
    """The lines, without indentation; none where nothing is said."""
    rules = _rules(groups)
    return _loop_lines(rules) + _class_lines(groups, root, rules)


def _rules(groups: list[Group]) -> Rules:
    """What holds for all layers of a torch class, or for most where every one of them is said."""
    found: dict[Kind, Counter[Init | None]] = {}
    for one in groups:
        for begin in one.begins():
            found.setdefault((begin.constructor, begin.tensor), Counter())[begin.init] += len(one.drafts)
    rules = {}
    for kind, inits in found.items():
        most = inits.most_common(1)[0][0]
        if most is not None and None not in inits and "." in kind[0]:
            rules[kind] = most
    return rules


def _loop_lines(rules: Rules) -> list[str]:
    if not rules:
        return []
    lines = ["for module in self.modules():"]
    word = "if"
    for constructor in dict.fromkeys(kind[0] for kind in rules):
        lines.append(f"    {word} isinstance(module, {constructor}):")
        for (owner, tensor), init in rules.items():
            if owner == constructor and tensor == "bias":
                lines += ["        if module.bias is not None:", *_call(init, "module.bias", 12)]
            elif owner == constructor:
                lines += _call(init, f"module.{tensor}", 8)
        word = "elif"
    return lines


def _class_lines(groups: list[Group], root: Group, rules: Rules) -> list[str]:
    own, lines = [], []
    for one in groups:
        for begin in one.begins():
            if begin.init is None or rules.get((begin.constructor, begin.tensor)) == begin.init:
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
