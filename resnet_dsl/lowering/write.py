"""The draft of one class: a walk over the nodes of a module that registers members and writes the forward method.

An expression grows as long as values flow straight on, and is assigned to a name where a statement of the file ends:
`x` on the main line, `out` on the main path of a residual, a label where the value is read again.
"""

from collections import Counter as Counts
from collections.abc import Iterator
from itertools import chain, count, takewhile
from re import sub

from resnet_dsl.ir.chains import free_labels, is_chain, read_labels
from resnet_dsl.ir.names import Counter
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual, Sequence
from resnet_dsl.lowering.build import FRESH, DraftOf, Ledger, overwrites
from resnet_dsl.lowering.draft import RESULTS, Assign, Build, Choice, Draft, Guarded, Line, Member, Return, Slot
from resnet_dsl.lowering.python import Call, Operation, Python, Text, is_attribute, member_of
from resnet_dsl.ops.core.op import ACTIVATION, NORMALISATION

Nodes = tuple[Node, ...]
SIGNS = {"add": "+", "mul": "*"}


def write_draft(module: Module, draft_of: DraftOf, arch: Arch | None = None) -> Draft:
    """The draft of a module's class; of the whole network's where `arch` is given. Raises `TooLarge`."""
    return Writer(module, draft_of).draft(arch)


class Writer:
    """The state of one walk."""

    def __init__(self, module: Module, draft_of: DraftOf) -> None:
        self.module = module
        self.ledger = Ledger(draft_of)
        self.counter = Counter(module.numbered)
        self.members: list[Member] = []
        self.lines: list[Line] = []
        self.captured = read_labels(module.nodes)
        self.shared = _shared_shortcuts(module.nodes)
        self.labels: dict[str, str] = {}
        self.taken = {"x", "self", "torch", "nn", "F", "Tensor", "getattr"}
        self.borrowed: list[str] = []
        self.marks: dict[str, int] = {}
        self.asides: list[tuple[int, Line]] = []

    def draft(self, arch: Arch | None) -> Draft:
        """The whole draft."""
        free = free_labels(self.module)
        arguments = []
        for label in free:
            arguments.append(self._variable("entry" if label == "in" else label))
            self.labels[label] = arguments[-1]
        value: Python = Text("x")
        if "in" in self.captured and "in" not in free:
            value = self.keep("in", value)
        value = self.sequence(self.module.nodes, value, "x")
        self._finish(value, arch)
        return Draft(
            module=self.module,
            title=self.module.block or self.module.name or self.module.role,
            members=tuple(self.members),
            forward=tuple(self.lines),
            arguments=tuple(arguments),
            begins=tuple(self.ledger.begins),
            supports=tuple(self.ledger.supports),
            needs_index=self.ledger.needs_index,
        )

    def _finish(self, value: Python, arch: Arch | None) -> None:
        for mark, line in reversed(self.asides):
            self.lines.insert(mark, line)
        if arch is None or not arch.results:
            self.lines.append(Return(value))
            return
        value = self.flush(value, "x")
        outputs = {node.result: node for node in self.module.nodes if isinstance(node, Output)}
        fields = tuple(Text(self.labels[f"output {name}"]) for name in arch.results[1:])
        named = Call(RESULTS, (value, *fields))
        if all(node.training_only for node in outputs.values()):
            self.lines += [Return(named, in_training=True), Return(value)]
        else:
            self.lines.append(Return(named))

    # names of variables

    def _variable(self, wanted: str) -> str:
        name = sub(r"\W", "_", wanted)
        if not is_attribute(name) or name.endswith("Outputs"):
            name = f"value_{name}"
        unique, number = name, 2
        while unique in self.taken:
            unique, number = f"{name}{number}", number + 1
        self.taken.add(unique)
        return unique

    def borrow(self, *wanted: str) -> str:
        """A name for values on a side path; `give_back` frees it when the path has ended."""
        held = {*self.borrowed, *self.labels.values(), "x"}
        numbered = (f"{wanted[0]}{number}" for number in count(2))
        name = next(name for name in chain(wanted, numbered) if name not in held)
        self.borrowed.append(name)
        self.taken.add(name)
        return name

    def give_back(self, *names: str) -> None:
        """Free names that were borrowed."""
        for name in names:
            self.borrowed.remove(name)

    def flush(self, value: Python, target: str) -> Python:
        """The value under a name."""
        if isinstance(value, Text) and value.atomic:
            return value
        self.lines.append(Assign(target, value))
        return Text(target)

    def keep(self, label: str, value: Python) -> Python:
        """The value under the name of its label, which nothing overwrites."""
        name = self._variable("entry" if label == "in" else label)
        self.labels[label] = name
        self.lines.append(Assign(name, value))
        self.marks[label] = len(self.lines)
        return Text(name)

    # nodes

    def sequence(self, nodes: Nodes, value: Python, target: str) -> Python:
        """The value behind nodes in a row; all but the last have been assigned to names."""
        for i, node in enumerate(nodes):
            value = self.node(node, value, target)
            if node.label is not None and node.label in self.captured:
                value = self.keep(node.label, value)
            elif i < len(nodes) - 1 and not _continues(value, nodes[i + 1]):
                value = self.flush(value, target)
        return value

    def node(self, node: Node, value: Python, target: str) -> Python:
        """The value behind a node."""
        match node:
            case Layer():
                return self._layer(node, value, target)
            case Module():
                return self._module(node, value, target)
            case Sequence(role="unit" | "moved"):
                return self._glued(node.nodes, value, target)
            case Sequence(role="residual"):
                return self._glued(node.nodes, value, target)
            case Sequence():
                return self._scoped(node.nodes, value, target)
            case Repeat():
                return self._repeat(node, value, target)
            case Residual():
                return self._residual(node, value, target)
            case Join():
                return self._join(node, value, target)
            case Read():
                return Text(self.labels[node.source])
            case Output():
                return self._output(node, value)

    def _glued(self, nodes: Nodes, value: Python, target: str) -> Python:
        for node in nodes:
            value = self.node(node, value, target)
        return value

    def _scoped(self, nodes: Nodes, value: Python, target: str) -> Python:
        outer = dict(self.labels)
        value = self.sequence(nodes, value, target)
        self.labels = outer
        return value

    def _layer(self, node: Layer, value: Python, target: str) -> Python:
        name = self.counter.name(node)
        call = node.op.torch(node.input)
        if self._is_function(node):
            return self._function(call.function, value, target)
        fresh = bool(getattr(value, "fresh", False))
        construct = self.ledger.layer(node, name, in_place=fresh and overwrites(node))
        self.members.append(Member(name, construct, call.parameter))
        if call.parameter:
            argument = self.flush(value, target).flat()
            return Text(call.function.format(self=member_of("self", name), x=argument), atomic=False)
        return Call(f"{member_of('self', name)}(", (value,), fresh=node.op.role in FRESH)

    def _is_function(self, node: Layer) -> bool:
        """Whether a layer is written as an expression, since it needs no name."""
        call = node.op.torch(node.input)
        return bool(call.function) and not call.parameter and node.name is None and not self.module.numbered

    def _function(self, function: str, value: Python, target: str) -> Python:
        if function == "{x}":
            return value
        before, _, behind = function.partition("{x}")
        if before.endswith("("):
            members = [value, *map(Text, filter(None, behind.removesuffix(")").removeprefix(", ").split(", ")))]
            if "[" not in behind:
                return Call(before, tuple(members))
        return Text(function.format(x=self.flush(value, target).flat()), atomic=behind.endswith(")"))

    def _module(self, node: Module, value: Python, target: str) -> Python:
        name = self.counter.name(node)
        self.members.append(Member(name, self.ledger.module(node, name)))
        others = tuple(Text(self.labels[label]) for label in free_labels(node))
        if others:
            value = self.flush(value, target)
        return Call(f"{member_of('self', name)}(", (value, *others))

    def _repeat(self, node: Repeat, value: Python, target: str) -> Python:
        for run in range(node.count):
            self.ledger.count()
            if run:
                value = self.flush(value, target)
            value = self._scoped(node.nodes, value, target)
        return value

    def _residual(self, node: Residual, value: Python, target: str) -> Python:
        entry = self.flush(value, target)
        self.ledger.enclosing.append(self.ledger.residuals)
        self.ledger.residuals += 1
        out = self.borrow("out", "inner")
        value = self._scoped(node.main, entry, out)
        if node.shortcut is not None:
            is_short = len(node.main) == 1 and isinstance(node.main[0], Layer | Module) and not node.shortcut
            main = value if is_short else self.flush(value, out)
            value = Operation("+", (main, self._shortcut(node, node.shortcut, entry)))
        self.give_back(out)
        self.ledger.enclosing.pop()
        return value

    def _shortcut(self, node: Residual, shortcut: Nodes, entry: Python) -> Python:
        is_own = node.declared not in self.shared and not self.module.numbered
        if node.declared is not None and is_own:
            choice = self._choice(node, node.declared)
            if choice is not None:
                self.members.append(Member(node.declared, choice))
                return Call(f"{member_of('self', node.declared)}(", (entry,))
        side = self.borrow("shortcut", "side")
        value = self._scoped(shortcut, entry, side)
        self.give_back(side)
        return value

    def _choice(self, node: Residual, label: str) -> Choice | None:
        channels = Slot("out_channels", node.output.channels)
        if not node.shortcut:
            return Choice(None, channels)
        path = node.shortcut[0]
        if len(node.shortcut) == 1 and isinstance(path, Module) and is_chain(path):
            self.counter.name(path)
            build: Build = self.ledger.module(path, label)
            return Choice(build, channels)
        return None

    def _join(self, node: Join, value: Python, target: str) -> Python:
        entry = self.flush(value, target)
        outer = dict(self.labels)
        if all(_is_short(arm.nodes) for arm in node.arms):
            values = tuple(self._arm(arm, entry, target) for arm in node.arms)
        else:
            names = ["" if self._is_earlier(arm.nodes) else self.borrow(_arm_name(arm.nodes)) for arm in node.arms]
            pairs = zip(node.arms, names, strict=True)
            values = tuple(self.flush(self._arm(arm, entry, name), name) for arm, name in pairs)
            self.give_back(*filter(None, names))
        self.labels = outer
        if node.how == "concat":
            listed = Call("[", values, closer="]")
            return Call("torch.cat(", (listed, Text(str(node.output.axis))), ("dim",), fresh=True)
        return values[0] if len(values) == 1 else Operation(SIGNS[node.how], values)

    def _is_earlier(self, nodes: Nodes) -> bool:
        """Whether an arm is nothing but an earlier value, which has a name."""
        return all(
            isinstance(node, Read)
            or (isinstance(node, Layer) and self._is_function(node) and node.op.torch(node.input).function == "{x}")
            for node in nodes
        )

    def _arm(self, arm: Sequence, entry: Python, target: str) -> Python:
        """The value of an arm; one with a label can be read by the arms behind it."""
        value = self._scoped(arm.nodes, entry, target)
        if arm.label in self.captured and arm.label is not None:
            self.labels[arm.label] = value.flat()
        return value

    def _output(self, node: Output, value: Python) -> Python:
        lines, self.lines = self.lines, []
        name = self._variable(node.result)
        source = Text(self.labels[node.source])
        result = self.sequence(node.nodes, source, name)
        self.lines.append(Assign(name, result))
        body, self.lines = tuple(self.lines), lines
        mark = max(self.marks.get(label, 0) for label in (node.source, *read_labels(node.nodes)))
        self.labels[f"output {node.result}"] = name
        if node.training_only:
            self.asides.append((mark, Guarded(name, body)))
        else:
            self.asides += [(mark, line) for line in body]
        return value


def _is_short(nodes: Nodes) -> bool:
    """Whether an arm is one expression: one call at most, of an earlier value or the one that enters."""
    calls = [node for node in nodes if not isinstance(node, Read)]
    return len(calls) <= 1 and all(
        isinstance(node, Layer | Module) or (isinstance(node, Sequence) and node.role in ("unit", "moved"))
        for node in calls
    )


def _continues(value: Python, node: Node) -> bool:
    """Whether a layer goes on with an expression: a normalisation or activation behind what it normally follows."""
    follows = isinstance(node, Layer) and node.op.role in (NORMALISATION, ACTIVATION)
    return follows and isinstance(value, Call | Operation) and value.fresh


def _arm_name(nodes: Nodes) -> str:
    """A name for the value of an arm: what the labels in it begin with, as `branch3x3_1` and `branch3x3_2` do."""
    labels = list(_labels(nodes))
    common = _common_start(labels) if len(labels) > 1 else "".join(labels)
    return common if len(common) > 1 and is_attribute(common) else "branch"


def _labels(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Sequence):
            yield from _labels(node.nodes)
        elif isinstance(node, Layer | Module) and node.name:
            yield node.name


def _common_start(words: list[str]) -> str:
    """What all words begin with, up to the sign or number in which they differ: `conv` of `conv10` and `conv11`."""
    columns = takewhile(lambda letters: len(set(letters)) == 1, zip(*words, strict=False))
    common = "".join(letters[0] for letters in columns)
    in_number = any(word[len(common) :][:1].isdigit() for word in words)
    return (common.rstrip("0123456789") if in_number else common).rstrip("_")


def _shared_shortcuts(nodes: Nodes) -> set[str]:
    """Labels of shortcuts that stand on several residuals of a class: all but one of these are identities."""
    labels = Counts[str]()
    _count_shortcuts(nodes, 1, labels)
    return {label for label, times in labels.items() if times > 1}


def _count_shortcuts(nodes: Nodes, times: int, labels: Counts[str]) -> None:
    for node in nodes:
        if isinstance(node, Residual) and node.declared is not None:
            labels[node.declared] += times
        if not isinstance(node, Module):
            _count_shortcuts(node.nodes, times * (node.count if isinstance(node, Repeat) else 1), labels)
