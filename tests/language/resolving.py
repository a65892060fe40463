"""Short texts to networks, and networks to short texts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import resnet_dsl as rd
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.arch"))
ARCH = re.compile(r"^arch (\w+)", re.M)
DEFAULT_ORDER = "conv bn + relu"
RESERVED = (
    "import", "block", "arch", "extends", "input", "order", "init", "residual", "always", "concat", "add",
    "mul", "stage", "from", "output", "let", "for", "in", "if", "else", "assert", "after", "is", "as", "when", "and",
    "or", "not", "true", "false",
)  # fmt: skip
WORDS_IN_PLACES = ("shortcut", "weights")
"""Words that are reserved in one place only: behind a brace, and at the start of a statement."""


def whole(body: str, order: str = DEFAULT_ORDER, input: str = "64x8x8") -> str:
    """A file of one arch with this body; blocks in front of it are left where they are."""
    blocks, statements = [], body
    while match := re.match(r"\s*block .*?\n}\n", statements, re.S):
        blocks.append(match.group())
        statements = statements[match.end() :]
    return "".join(blocks) + f"arch net {{\ninput {input}\norder {order}\n{statements}\n}}\n"


def net(body: str, order: str = DEFAULT_ORDER, input: str = "64x8x8") -> Arch:
    """The network of an arch with this body."""
    return rd.loads(whole(body, order, input))


def findings(text: str) -> tuple[Diagnostic, ...]:
    """All that is wrong with a file."""
    try:
        rd.loads(text)
    except rd.ArchError as error:
        return error.diagnostics
    return ()


def codes(text: str) -> list[str]:
    """The codes of what is wrong with a file."""
    with pytest.raises(rd.ArchError) as error:
        rd.loads(text)
    return [diagnostic.code for diagnostic in error.value.diagnostics]


def message(text: str) -> str:
    """The first finding of a wrong file, with its help."""
    with pytest.raises(rd.ArchError) as error:
        rd.loads(text)
    first = error.value.diagnostics[0]
    return f"{first.message}; {first.help}"


def every_arch() -> Iterator[tuple[str, str]]:
    """Each arch of the samples: the spec that names it, and its name."""
    for path in SAMPLES:
        for name in ARCH.findall(path.read_text(encoding="utf-8")):
            yield f"{path}:{name}", name


def parameter_shapes(arch: Arch) -> dict[str, tuple[int, ...]]:
    """The learnt tensors with their shapes, as the IR says, in the order of registration."""
    return dict(_tensors(arch.root, "", buffers=False))


def state_keys(arch: Arch) -> list[str]:
    """The keys of `state_dict`, as the IR says: of a module, its own parameters come before its members."""
    return [key for key, _ in _tensors(arch.root, "", buffers=True)]


def _tensors(module: Module, prefix: str, *, buffers: bool) -> Iterator[tuple[str, tuple[int, ...]]]:
    own: list[tuple[str, tuple[int, ...]]] = []
    below: list[tuple[str, tuple[int, ...]]] = []
    for name, member in members(module):
        if isinstance(member, Module):
            below += _tensors(member, f"{prefix}{name}.", buffers=buffers)
            continue
        shapes = member.op.weights(member.input) | (member.op.buffers(member.input) if buffers else {})
        own += [(prefix + name, shapes.pop(""))] if "" in shapes else []
        below += [(f"{prefix}{name}.{tensor}", shape) for tensor, shape in shapes.items()]
    yield from own + below


def stems(arch: Arch) -> str:
    """The members that have weights: `conv1 bn1 layer1.0.conv1`."""
    return " ".join(dict.fromkeys(re.sub(r"\.(weight|bias)$", "", key) for key in parameter_shapes(arch)))


def flow(arch: Arch) -> str:
    """The ops as they are executed: `conv bn [main | shortcut] relu`, `add(a, b)`, `(conv)x3`, `<label`."""
    return _row(arch.root.nodes)


def _row(nodes: tuple[Node, ...]) -> str:
    return " ".join(filter(None, map(_one, nodes)))


def _one(node: Node) -> str:
    match node:
        case Layer():
            return str(node.op.name)
        case Residual():
            shortcut = "none" if node.shortcut is None else _row(node.shortcut) or "identity"
            return f"[{_row(node.main)} | {shortcut}]"
        case Join():
            return f"{node.how}({', '.join(_row(arm.nodes) or 'identity' for arm in node.arms)})"
        case Repeat():
            return f"({_row(node.nodes)})x{node.count}"
        case Read():
            return f"<{node.source}"
        case Output():
            return f"out({_row(node.nodes)})"
    return _row(node.nodes)


def layers(node: Node) -> Iterator[Layer]:
    """All layers of the IR, repeats once."""
    if isinstance(node, Layer):
        yield node
    for inner in node.nodes:
        yield from layers(inner)


def count_nodes(node: Node) -> int:
    """How many nodes the IR has."""
    return 1 + sum(map(count_nodes, node.nodes))
