"""What is in a folded block, in a few lines, as Table 1 of the ResNet paper has it between brackets."""

from resnet_dsl.diagram.texts import layer_text
from resnet_dsl.ir.nodes import Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.ops.core.op import ACTIVATION, DROPOUT, LAYOUT, NORMALISATION

UNSAID = (NORMALISATION, ACTIVATION, DROPOUT, LAYOUT)
MOST_LINES, LONGEST_LINE = 7, 38
ELLIPSIS = "…"


def block_lines(module: Module) -> tuple[str, ...]:
    """The lines of a block; a long one is cut, and so are many: the card has all."""
    lines = [_cut(line) for line in _lines(module.nodes)]
    return tuple(lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], ELLIPSIS])


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 2] + " " + ELLIPSIS


def _lines(nodes: tuple[Node, ...]) -> list[str]:
    return [line for node in nodes for line in _of(node)]


def _of(node: Node) -> list[str]:
    match node:
        case Layer():
            return [] if node.op.role in UNSAID or node.op.name == "identity" else [layer_text(node, short=True)]
        case Residual():
            return _lines(node.main)
        case Join():
            return [" → ".join(_lines(arm.nodes)) or "identity" for arm in node.arms]
        case Read():
            return [f"from {node.source}"]
        case Output():
            return []
        case Repeat(count=count) if count > 1:
            return [f"{line} ×{count}" for line in _lines(node.nodes)]
        case Module(role="block"):
            inner = _lines(node.nodes)
            return inner if len(inner) <= 1 else [node.block]
    return _lines(node.nodes)
