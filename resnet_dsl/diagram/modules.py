"""Modules and repeats: as a frame round what is in them, or folded into one box."""

from resnet_dsl.analysis.cost import Cost, total
from resnet_dsl.diagram.boxes import source_of
from resnet_dsl.diagram.figures import figures_of
from resnet_dsl.diagram.folds import Card, Run
from resnet_dsl.diagram.graph import Box, Frame, FrameKind, Share
from resnet_dsl.diagram.lines import block_lines
from resnet_dsl.diagram.scope import Spot
from resnet_dsl.diagram.texts import first_line, module_subtitle, module_title, shape_text, shrinks, told
from resnet_dsl.ir.nodes import Module, Node, Repeat

LEAST_SHARE = 0.005
"""What is less is not told."""


def frame_kind(module: Module, spot: Spot) -> FrameKind | None:
    """The kind of frame that an opened module has; None where it has none."""
    match module.role:
        case "stage" | "block":
            return module.role
        case "brace" | "repeat" if module.label and not spot.in_block:
            return "group"
    return None


def module_frame(module: Module, kind: FrameKind, spot: Spot, key: str, whole: Cost) -> Frame:
    """The frame round an opened module."""
    stage = kind == "stage"
    return Frame(
        spot.path,
        spot.frame,
        kind,
        key=key,
        title=module_title(module),
        subtitle=module_subtitle(module),
        shape=f"→ {shape_text(module.output)}" if stage else "",
        share=share_of((module,), spot, whole) if stage else None,
        told=told((module,), key),
        figures=figures_of((module,), spot),
        source=source_of(module.place),
    )


def repeat_frame(node: Repeat, block: Module | None, spot: Spot, key: str) -> Frame:
    """The frame round what a repeat runs; a block that is all of it shares the frame."""
    return Frame(
        spot.path,
        spot.frame,
        "repeat",
        key=key,
        title=module_title(block) if block else "",
        count=node.count,
        told=told((node,), key),
        figures=figures_of(node.nodes, spot),
        source=source_of((block or node).place),
    )


def run_box(run: Run, card: Card, spot: Spot, key: str, whole: Cost) -> Box:
    """The box of blocks that are opened on a card."""
    block, last = run.blocks[0], run.blocks[-1]
    return Box(
        spot.path,
        spot.frame,
        "folded",
        key=key,
        label=run.labels,
        head=block.block,
        lines=block_lines(block),
        count=run.count,
        card=card.id,
        about=first_line(block.docstring),
        note="training only" if spot.training else "",
        shape=shape_text(last.output) if last.output != block.input else "",
        smaller=shrinks(block.input, last.output),
        share=share_of(run.nodes, spot, whole),
        aside=spot.aside,
        training=spot.training,
        told=told(run.nodes, key),
        figures=figures_of(run.nodes, spot, run.count),
        source=source_of(block.place),
    )


def closed_box(module: Module, spot: Spot, key: str, whole: Cost) -> Box:
    """The box of a module that is no block, and closed for it stands too deep."""
    return Box(
        spot.path,
        spot.frame,
        "folded",
        key=key,
        label=module.label or "",
        head=module_subtitle(module),
        lines=() if module_subtitle(module) else block_lines(module),
        shape=shape_text(module.output) if module.output != module.input else "",
        smaller=shrinks(module.input, module.output),
        share=share_of((module,), spot, whole),
        aside=spot.aside,
        training=spot.training,
        told=told((module,), key),
        figures=figures_of((module,), spot),
        source=source_of(module.place),
    )


def share_of(nodes: tuple[Node, ...], spot: Spot, whole: Cost) -> Share | None:
    """How much of the whole network nodes are; None where that is not told, or they cost next to nothing."""
    costs = total(nodes) * spot.times
    share = Share(
        _part(costs.parameters_without_training, whole.parameters_without_training), _part(costs.macs, whole.macs)
    )
    if not spot.counted or spot.training or max(share.parameters, share.macs) < LEAST_SHARE:
        return None
    return share


def _part(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
