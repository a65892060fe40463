"""A whole network as one Python file that imports nothing but torch."""

from dataclasses import dataclass
from keyword import iskeyword
from re import split

from resnet_dsl.diagnostics.catalog import OverLimit
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch, Layer, Module, Node, Output, Residual
from resnet_dsl.lowering.begin import begin_lines
from resnet_dsl.lowering.build import MOST_MEMBERS, TooLarge
from resnet_dsl.lowering.classes import ORDERED, Printer
from resnet_dsl.lowering.draft import Draft
from resnet_dsl.lowering.group import Group, group, solve
from resnet_dsl.lowering.write import write_draft


@dataclass(frozen=True)
class Program:
    """The text of a file, and the name of the class in it that is the whole network."""

    text: str
    root: str


class Drafts:
    """The drafts of a network, innermost first; equal modules share one."""

    def __init__(self) -> None:
        self.by_module: dict[Module, Draft] = {}

    def of(self, module: Module) -> Draft:
        """The draft of a module's class."""
        if module not in self.by_module:
            draft = write_draft(module, self.of)
            self.by_module[module] = draft
        return self.by_module[module]


def emit(arch: Arch) -> str:
    """The text of a Python file that imports nothing but torch. Raises `ArchError` as `lower` does."""
    return lower(arch).text


def lower(arch: Arch) -> Program:
    """The program of a network. Raises `ArchError` where it is too large to be written out."""
    drafts = Drafts()
    try:
        root_draft = write_draft(arch.root, drafts.of, arch)
    except TooLarge:
        text = f"`{arch.name}` would be a class of more than {MOST_MEMBERS:,} members"
        help = "repeat inside a `stage` or a labelled brace, so that the members are numbered"
        raise ArchError([OverLimit(span=None, text=text, help=help)]) from None
    groups, of = group([*drafts.by_module.values(), root_draft])
    root = of[id(root_draft)]
    supports = list(dict.fromkeys(support for one in groups for support in one.supports()))
    _name(groups, root, supports, arch)
    for one in groups:
        solve(one, of)
    results = _results(arch, root.name)
    tail = begin_lines(groups, root)
    classes = []
    for one in groups:
        if one is root:
            ends = ("", *tail) if tail else ()
            printer = Printer(one, of, arch.residuals, results.type, results.name, ends, is_root=True)
            classes.append(printer.text(arch.docstring or f"The network `{arch.name}`."))
        else:
            classes.append(Printer(one, of, arch.residuals).text(_block_docstring(one.first)))
    body = "\n\n".join([*supports, *([results.declaration] if results.declaration else []), *classes])
    return Program(_imports(body, arch) + "\n\n" + body, root.name)


def _imports(body: str, arch: Arch) -> str:
    lines = [f'"""{_title(arch)}"""', ""]
    standard = []
    if f"{ORDERED}(" in body:
        standard.append("from collections import OrderedDict")
    if "(NamedTuple)" in body:
        standard.append("from typing import NamedTuple")
    lines += [*standard, ""] if standard else []
    if "torch." in body.replace("nn.init", ""):
        lines.append("import torch")
    lines.append("from torch import Tensor, nn")
    if "F." in body:
        lines.append("from torch.nn import functional as F")
    return "\n".join(lines) + "\n"


def _title(arch: Arch) -> str:
    return f"The network `{arch.name}` in PyTorch, written by resnet-dsl."


@dataclass(frozen=True)
class Results:
    """What forward returns: its type, and the named tuple that it makes where there are side results."""

    type: str = "Tensor"
    name: str = ""
    declaration: str = ""


def _results(arch: Arch, root: str) -> Results:
    if not arch.results:
        return Results()
    name = f"{root}Outputs"
    outputs = {node.result: node for node in arch.root.nodes if isinstance(node, Output)}
    lines = [f"class {name}(NamedTuple):", f'    """The results of `{arch.name}`."""', ""]
    for field in arch.results:
        optional = field in outputs and outputs[field].training_only
        lines.append(f"    {field}: Tensor | None" if optional else f"    {field}: Tensor")
    always = any(not node.training_only for node in outputs.values())
    return Results(name if always else f"Tensor | {name}", name, "\n".join(lines) + "\n")


def _block_docstring(draft: Draft) -> str:
    module = draft.module
    if module.docstring:
        return module.docstring
    what = {"block": "block", "stage": "stage", "shortcut": "shortcut"}.get(module.role, "part")
    return f"The {what} `{draft.title}`."


# names of classes


def _name(groups: list[Group], root: Group, supports: list[str], arch: Arch) -> None:
    """Name the classes after their blocks; of several of one block, by what is different in them."""
    taken = {support.split("(")[0].split()[-1] for support in supports}
    root.name = _unique(camel(arch.name), taken)
    taken.add(f"{root.name}Outputs")
    others = [one for one in groups if one is not root]
    titles = [camel(one.first.title) for one in others]
    for one, title in zip(others, titles, strict=True):
        shared = titles.count(title) > 1
        one.name = _unique(title + (_traits(one.first.module.nodes) if shared else ""), taken)


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 2
    while iskeyword(unique) or unique in taken or unique in ("Tensor", "NamedTuple", "OrderedDict", "F"):
        unique, number = f"{name}{number}", number + 1
    taken.add(unique)
    return unique


def _traits(nodes: tuple[Node, ...]) -> str:
    residual = _first_residual(nodes)
    if residual is None:
        return ""
    shortcut = "Plain" if residual.shortcut is None else _changing(residual) if residual.changed else ""
    return shortcut + ("Activated" if residual.activated else "")


def _changing(residual: Residual) -> str:
    """What a shortcut that changes the shape is called: a projection if it has weights."""
    return "Projection" if any(map(_has_weights, residual.shortcut or ())) else "Padded"


def _has_weights(node: Node) -> bool:
    if isinstance(node, Layer):
        return bool(node.op.weights(node.input))
    return any(map(_has_weights, node.nodes))


def _first_residual(nodes: tuple[Node, ...]) -> Residual | None:
    for node in nodes:
        if isinstance(node, Residual):
            return node
        found = None if isinstance(node, Layer | Module) else _first_residual(node.nodes)
        if found is not None:
            return found
    return None


def camel(name: str) -> str:
    """The name of a class: `resnext50_32x4d` becomes `Resnext50_32x4d`."""
    words = [word for word in split(r"\W|_", name) if word]
    text = ""
    for word in words:
        joined = "_" if text and text[-1].isdigit() and word[0].isdigit() else ""
        text += joined + word[0].upper() + word[1:]
    return text if text and not text[0].isdigit() else f"Part{text}"
