"""The finding that a network is not contained in another: the first place where they differ, in both files."""

from __future__ import annotations

from resnet_dsl.diagnostics.catalog import NotContained
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.embedding.align import kind_of
from resnet_dsl.embedding.difference import Difference, name_of
from resnet_dsl.embedding.rows import Leaf, Step
from resnet_dsl.ir.nodes import Layer, Module, Node, Place
from resnet_dsl.ops.core.op import CONVOLUTION, LINEAR
from resnet_dsl.source.file import Span
from resnet_dsl.weights.network import Network

HELP = "a larger network may have more blocks and layers, wider ones and larger kernels; all else must be the same"
MOST_LAYERS = 6


def refusal(difference: Difference, small: Network, large: Network) -> ArchError:
    """The finding for a difference of structure."""
    sides = ((difference.small, small, "small"), (difference.large, large, "large"))
    said = [(step, network, side == difference.ended) for step, network, side in sides if step is not None]
    labels, notes = [], []
    for (step, network, ended), place in zip(said, _places([step for step, *_ in said]), strict=True):
        span = network.span(place)
        if span is not None:
            labels.append(Label(span, _told(step, network, ended=ended)))
        notes += _notes(step, network, shown=span is not None)
    return ArchError([_finding(f"{_not_contained(small, large)}: {difference.reason}", labels, notes)])


def refuse_other_inputs(small: Network, large: Network) -> None:
    """Refuse networks of different inputs. Raises `ArchError`."""
    ours, theirs = small.arch.input, large.arch.input
    if ours != theirs:
        text = f"{_not_contained(small, large)}: the one reads {ours}, the other {theirs}"
        help = f"give both the same: `--input {ours}`, or `input=` where they are loaded"
        raise ArchError([NotContained(span=None, text=text, help=help)])


def refuse_other_results(small: Network, large: Network) -> None:
    """Refuse networks whose results are named otherwise. Raises `ArchError`."""
    ours, theirs = small.arch.results, large.arch.results
    if ours != theirs:
        names = " and ".join(f"`{', '.join(names)}`" for names in (ours, theirs))
        text = f"{_not_contained(small, large)}: their results, in their order, are {names}"
        raise ArchError([NotContained(span=None, text=text)])


def _finding(text: str, labels: list[Label], notes: list[str]) -> NotContained:
    first: Span | None = labels[0].span if labels else None
    return NotContained(
        span=first,
        label=labels[0].text if labels else "",
        secondary=tuple(labels[1:]),
        text=text,
        notes=tuple(notes),
        help=HELP,
    )


def _not_contained(small: Network, large: Network) -> str:
    return f"`{small.arch.name}` is not contained in `{large.arch.name}`"


def _told(step: Step, network: Network, *, ended: bool) -> str:
    what = step.node.op.label() if isinstance(step, Leaf) else kind_of(step)
    where = f"`{step.key}` of " if step.key else ""
    return f"{where}`{network.arch.name}`: {what}{', the last of its path' if ended else ''}"


def _places(steps: list[Step]) -> list[Place | None]:
    """Where the steps are written; where that is one line of a block for all, from where each block is called."""
    own = [step.place for step in steps]
    if len(own) == 2 and own[0] == own[1]:
        return [step.calls[-1].place if step.calls else step.place for step in steps]
    return own


def _notes(step: Step, network: Network, *, shown: bool) -> list[str]:
    """What block a step stands in, and where that is called; where the step is written, unless that is shown."""
    block = next((call for call in reversed(step.calls) if call.role == "block"), None)
    what = [f"is written at {step.place}"] if step.place and not shown else []
    what += [f"stands in {_block(block)}"] if block else []
    return [f"in `{network.arch.name}`, {name_of(step)} {' and '.join(what)}"] if what else []


def _block(block: Module) -> str:
    layers = [layer.op.label() for layer in _weighted(block) if layer.op.role in (CONVOLUTION, LINEAR)]
    more = " · …" if len(layers) > MOST_LAYERS else ""
    holds = f" ({' · '.join(layers[:MOST_LAYERS])}{more})" if layers else ""
    called = f", called at {block.place}" if block.place else ""
    return f"a `{block.block}`{holds}{called}"


def _weighted(node: Node) -> list[Layer]:
    """The layers of the main way through a node, those of shortcuts left out."""
    if isinstance(node, Layer):
        return [node]
    inner = node.main if node.kind == "residual" else node.nodes
    return [layer for one in inner for layer in _weighted(one)]
