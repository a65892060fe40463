"""Rows in a few words: the ops as they run, `[main | shortcut]` for a residual."""

from resnet_dsl.analysis.difference.outline import Body, Item
from resnet_dsl.analysis.wording import show
from resnet_dsl.ops.core.op import CONVOLUTION


def flow(body: Body, *, kernels: bool = False) -> str:
    """A row; with `kernels`, convolutions with their kernels, and of residuals the main path alone: `conv 3×3 bn +`."""
    return " ".join(filter(None, (_one(item, kernels) for item in body)))


def shortcut_words(residual: Item) -> str:
    """What stands on the shortcut of a residual: `none`, `identity`, `projection (conv bn)`."""
    if len(residual.bodies) == 1:
        return "none"
    layers = [layer for item in residual.bodies[1] for layer in item.layers]
    if not layers:
        return "identity"
    said = " ".join(layer.layer.op.name for layer in layers)
    if any(layer.layer.op.role == CONVOLUTION for layer in layers):
        return f"projection ({said})"
    return "zero pad" if said == "pad" else said


def _one(item: Item, kernels: bool) -> str:
    match item.kind:
        case "layer":
            kernel = getattr(item.layer.op, "kernel", None) if kernels else None
            return item.layer.op.name if kernel is None else f"{item.layer.op.name} {show(kernel)}"
        case "module":
            return item.module.block or f"{{ {flow(item.bodies[0], kernels=kernels)} }}"
        case "residual":
            main = flow(item.bodies[0], kernels=kernels)
            return f"{main} +" if kernels else f"[{main} | {shortcut_words(item).partition(' (')[0]}]"
        case "join":
            arms = (flow(body, kernels=kernels) or "identity" for body in item.bodies)
            return f"{item.detail}({', '.join(arms)})"
        case "repeat":
            runs = zip(item.bodies, item.counts, strict=True)
            return " ".join(f"({flow(body, kernels=kernels)})×{count}" for body, count in runs)
        case "read":
            return f"from {item.detail}"
        case "output":
            return f"{item.detail[0]}: {flow(item.bodies[0], kernels=kernels)}"
        case "label":
            return ""
    return flow(item.bodies[0], kernels=kernels)
