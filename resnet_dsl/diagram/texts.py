"""What is written into the picture."""

from resnet_dsl.analysis.cost import Cost, total
from resnet_dsl.analysis.figures import rounded
from resnet_dsl.ir.nodes import Layer, Module, Node, Repeat, Sequence
from resnet_dsl.ops.core.op import CONVOLUTION, NORMALISATION, POOLING
from resnet_dsl.ops.core.shape import Shape

LONGEST = 120


def shape_text(shape: Shape) -> str:
    """A shape as the papers write it: `64×56×56`."""
    return "×".join(map(str, shape.sizes))


def shrinks(input: Shape, output: Shape) -> bool:
    """Whether height or width of an image shrink, but not to nothing."""
    return shrinkage(input, output) != "" and output["height"] > 1


def shrinkage(input: Shape, output: Shape) -> str:
    """`/2` where height and width are halved; `smaller` where they shrink otherwise; else empty."""
    if not (input.is_image and output.is_image):
        return ""
    before, after = (input["height"], input["width"]), (output["height"], output["width"])
    if after[0] >= before[0] and after[1] >= before[1]:
        return ""
    steps = {round(large / small) for large, small in zip(before, after, strict=True)}
    return f"/{steps.pop()}" if len(steps) == 1 else "smaller"


def told(nodes: tuple[Node, ...], key: str) -> str:
    """What is told of nodes that are pointed at: `layer1.0: 64×56×56 → 256×56×56, 75,008 parameters, …`."""
    costs = total(nodes)
    shapes = f"{shape_text(nodes[0].input)} → {shape_text(nodes[-1].output)}"
    macs = costs.macs + costs.training_macs
    return f"{key}: {shapes}, {costs.all_parameters:,} parameters, {rounded(macs)} multiply-adds"


def changed_shape(node: Node) -> str:
    """The shape behind a node where it is another than before it, else empty."""
    return "" if node.output == node.input else shape_text(node.output)


def layer_text(layer: Layer, *, short: bool = False) -> str:
    """What stands in the box of a layer: `conv 3×3, 64, /2` (in short `3×3, 64, /2`), `max pool 3×3, /2`."""
    return f"conv {layer.op.label()}" if layer.op.name == "conv" and not short else layer.op.label()


def module_title(module: Module) -> str:
    """What stands over a module: its label, and the block that it is."""
    return " · ".join(part for part in (module.label, module.block) if part)


def module_subtitle(module: Module) -> str:
    """How many runs a module has in all, where it is one repeat: `3 × bottleneck`."""
    sole = module.nodes[0] if len(module.nodes) == 1 else None
    if not isinstance(sole, Sequence) or sole.role != "repeat":
        return ""
    runs = [node for node in sole.nodes if isinstance(node, Repeat)]
    blocks = {block.block if block else "" for block in (sole_block(run.nodes) for run in runs)}
    count = sum(run.count for run in runs)
    if count < 2:
        return ""
    return f"{count} × {''.join(blocks)}" if len(blocks) == 1 and any(blocks) else f"{count} runs"


def sole_block(nodes: tuple[Node, ...]) -> Module | None:
    """The block that these nodes are, where they are one and nothing else."""
    sole = nodes[0] if len(nodes) == 1 else None
    return sole if isinstance(sole, Module) and sole.role == "block" else None


def is_projection(nodes: tuple[Node, ...]) -> bool:
    """Whether a shortcut is what rule O6 calls one: a 1×1 convolution and its normalisations, beside pools or not."""
    layers = _plain_layers(nodes)
    if layers is None:
        return False
    others = [layer for layer in layers if layer.op.role != POOLING]
    roles = [layer.op.role for layer in others]
    if roles != [CONVOLUTION] + [NORMALISATION] * (len(roles) - 1):
        return False
    return getattr(others[0].op, "kernel", None) == (1, 1)


def _plain_layers(nodes: tuple[Node, ...]) -> list[Layer] | None:
    """The layers of nodes that run one behind the other; None where paths part, or something is repeated."""
    found: list[Layer] = []
    for node in nodes:
        inner = [node] if isinstance(node, Layer) else None
        if isinstance(node, Module | Sequence):
            inner = _plain_layers(node.nodes)
        if inner is None:
            return None
        found += inner
    return found


def first_line(text: str) -> str:
    """The first line of a docstring, cut where it is very long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def caption(cost: Cost) -> str:
    """`25,557,032 parameters · 4.09 G multiply-adds`, and what training adds."""
    parts = [f"{cost.parameters_without_training:,} parameters", f"{rounded(cost.macs)} multiply-adds"]
    if cost.training_parameters:
        parts.append(f"{cost.training_parameters:,} parameters more in training")
    return " · ".join(parts)


def percent(part: float) -> str:
    """A share as a reader wants it: `12 %`, `0.3 %`, `< 0.1 %`."""
    if part == 0:
        return "0 %"
    if part < 0.001:
        return "< 0.1 %"
    return f"{part:.1%}".replace("%", " %") if part < 0.01 else f"{part:.0%}".replace("%", " %")
