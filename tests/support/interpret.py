"""The terms of a network by its IR alone, run by run: what a picture of it has to tell."""

from collections.abc import Callable
from dataclasses import dataclass

from terms import Input, Terms

from resnet_dsl.diagram.texts import layer_text
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual

Scope = dict[str, Input]
SIGNS = {"add": "+", "mul": "×", "concat": "concat"}


@dataclass(frozen=True)
class Interpreter:
    """Runs an IR. `depth` is how many levels of modules are opened, None for all."""

    terms: Terms
    text: Callable[[str], str]
    depth: int | None = None

    def arch(self, arch: Arch) -> None:
        entry = self.terms.add("input"), "main"
        end = self.run(arch.root.nodes, entry, {"in": entry}, "main", 1)
        self.terms.add((arch.results or ("output",))[0], end)

    def run(self, nodes: tuple[Node, ...], value: Input, scope: Scope, path: str, level: int) -> Input:
        for node in nodes:
            value = self.node(node, value, scope, path, level)
            label = node.label or (node.name if isinstance(node, Layer) else None)
            if label:
                scope[label] = value
        return value

    def node(self, node: Node, value: Input, scope: Scope, path: str, level: int) -> Input:
        match node:
            case Layer():
                if node.op.name == "identity":
                    return value
                return self.terms.add(self.text(layer_text(node)), value), path
            case Module():
                return self.module(node, value, scope, path, level)
            case Repeat():
                value = self.run(node.nodes, value, dict(scope), path, level)
                for _ in range(node.count - 1):
                    value = self.run(node.nodes, (value[0], path), dict(scope), path, level)
                return value
            case Residual():
                return self.residual(node, value, scope, path, level)
            case Join():
                return self.join(node, value, scope, path, level)
            case Read():
                return scope[node.source][0], path if path == "training" else "skip"
            case Output():
                style = "training" if node.training_only else path
                source = scope[node.source][0], "training" if node.training_only else "skip"
                self.terms.add(node.result, self.run(node.nodes, source, dict(scope), style, level))
                return value
        return self.run(node.nodes, value, scope, path, level)

    def module(self, node: Module, value: Input, scope: Scope, path: str, level: int) -> Input:
        if node.role == "block":
            end, _ = self.run(node.nodes, value, {"in": value}, path, level + 1)
            return end, path
        if node.role != "shortcut" and self.depth is not None and level >= self.depth:
            others = [(scope[label][0], path if path == "training" else "skip") for label in free(node.nodes)]
            return self.terms.add(f"closed {node.label or ''}", value, *others), path
        return self.run(node.nodes, value, dict(scope), path, level + 1)

    def residual(self, node: Residual, value: Input, scope: Scope, path: str, level: int) -> Input:
        main = self.run(node.main, value, dict(scope), path, level)
        if node.shortcut is None:
            return main
        style = path if path == "training" else "shortcut"
        short = self.run(node.shortcut, (value[0], style), dict(scope), style, level)
        if short[0] == value[0]:
            short = value[0], beside(path)
        return self.terms.add("+", main, short), path

    def join(self, node: Join, value: Input, scope: Scope, path: str, level: int) -> Input:
        around, ends = dict(scope), []
        for arm in node.arms:
            end = self.run(arm.nodes, value, dict(around), path, level)
            passed = end[0] == value[0] and not free(arm.nodes)
            ends.append((end[0], beside(path)) if passed or end[1] == "main" else end)
            if arm.label is not None:
                around[arm.label] = end
        return self.terms.add(SIGNS[node.how], *ends), path


def beside(path: str) -> str:
    return "identity" if path == "main" else path


def free(nodes: tuple[Node, ...], bound: frozenset[str] = frozenset()) -> dict[str, None]:
    """The labels that are read in nodes and stand outside of them, in the order of reading."""
    found: dict[str, None] = {}
    for node in nodes:
        if isinstance(node, Read) and node.source not in bound:
            found[node.source] = None
        elif isinstance(node, Join):
            known = bound
            for arm in node.arms:
                found |= free(arm.nodes, known)
                known |= {arm.label} if arm.label else set()
        elif isinstance(node, Residual):
            found |= free(node.main, bound) | free(node.shortcut or (), bound)
        elif not (isinstance(node, Module) and node.role == "block"):
            found |= free(node.nodes, bound)
        label = node.label or (node.name if isinstance(node, Layer) else None)
        bound |= {label} if label else set()
    return found
