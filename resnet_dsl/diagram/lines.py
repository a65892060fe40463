"""What is in a folded block, in a few lines, as Table 1 of the ResNet paper has it between brackets.

A line is a step, and arrows lead on within a line. Where all of a block is one join, its arms have a line each below a
line that says so; any other join is one step: `(1×3, 384 | 3×1, 384)`.
"""

import re

from resnet_dsl.diagram.texts import layer_text
from resnet_dsl.ir.nodes import Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.ops.core.op import ACTIVATION, DROPOUT, NORMALISATION, Op

UNSAID = (NORMALISATION, ACTIVATION, DROPOUT)
"""The roles of what a step is not told for."""
UNCHANGED = ("flatten", "channels_first", "channels_last", "identity")
"""The ops that change no value, only how it lies."""
ARMS = {"concat": "concat of", "add": "sum of", "mul": "product of"}
SIGNS = {"concat": " | ", "add": " + ", "mul": " × "}
MOST_LINES, LONGEST_LINE = 7, 38
ELLIPSIS, LEADS_ON = "…", " → "
MARKS = re.compile(r"\(|\)(?: ×\d+)?|(?P<between> [→|+×] )")
"""What a line is made of besides steps: brackets, how often one is run, and what stands between steps."""


def block_lines(module: Module) -> tuple[str, ...]:
    """The lines of a block; a long one is cut, and so are many: the card has all."""
    sole = module.nodes[0] if len(module.nodes) == 1 else None
    lines = [ARMS[sole.how], *map(_arm, sole.arms)] if isinstance(sole, Join) else _steps(module.nodes)
    cut = [_cut(line) for line in lines]
    return tuple(cut if len(cut) <= MOST_LINES else [*cut[: MOST_LINES - 1], ELLIPSIS])


def _cut(line: str) -> str:
    """A long line up to a step, all brackets closed: `1×1, 448 → (1×3, 384 | …) → …`. A step is never cut itself."""
    if len(line) <= LONGEST_LINE:
        return line
    marks = [mark for mark in MARKS.finditer(line) if mark["between"]]
    cut = [f"{line[: mark.end()]}{ELLIPSIS}{_closing(line[mark.end() :], mark[0])}" for mark in marks]
    short = [text for text in cut if len(text) <= LONGEST_LINE]
    return short[-1] if short else cut[0] if cut else line


def _closing(rest: str, said: str) -> str:
    """The brackets that the rest of a line closes; an ellipsis for what follows one, and for arms behind a cut one.

    `said` is what stands between the last step and the ellipsis before the rest.
    """
    depth, found = 0, ""
    for mark in MARKS.finditer(rest):
        if mark["between"]:
            if not depth and (not said or (said == LEADS_ON and mark[0] != LEADS_ON)):
                found, said = f"{found}{mark[0]}{ELLIPSIS}", mark[0]
        elif mark[0] == "(":
            depth += 1
        elif depth:
            depth -= 1
        else:
            found, said = found + mark[0], ""
    return found


def _steps(nodes: tuple[Node, ...]) -> list[str]:
    return [line for node in nodes for line in _of(node)]


def _of(node: Node) -> list[str]:
    match node:
        case Layer():
            return [] if _unsaid(node.op) else [layer_text(node, short=True)]
        case Residual():
            return _steps(node.main)
        case Join():
            return [f"({SIGNS[node.how].join(map(_arm, node.arms))})"]
        case Read():
            return [f"from {node.source}"]
        case Output():
            return []
        case Repeat(count=count) if count > 1:
            return _times(_steps(node.nodes), count)
        case Module(role="block"):
            inner = _steps(node.nodes)
            return inner if len(inner) <= 1 else [node.block]
    return _steps(node.nodes)


def _unsaid(op: Op) -> bool:
    return op.role in UNSAID or op.name in UNCHANGED


def _arm(arm: Node) -> str:
    """One line for an arm; what is unsaid elsewhere is said where it is all."""
    return LEADS_ON.join(_steps(arm.nodes) or _layers(arm)) or "identity"


def _layers(node: Node) -> list[str]:
    if isinstance(node, Layer):
        return [] if node.op.name == "identity" else [layer_text(node, short=True)]
    return [text for part in node.nodes for text in _layers(part)]


def _times(steps: list[str], count: int) -> list[str]:
    """Steps that are run several times."""
    if len(steps) > 1:
        return [f"({LEADS_ON.join(steps)}) ×{count}"]
    return [f"{step} ×{count}" for step in steps]
