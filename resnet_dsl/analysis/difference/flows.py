"""Rows in a few words: the ops as they run, `[main | shortcut]` for a residual."""

from resnet_dsl.analysis.difference.outline import Body, Item
from resnet_dsl.analysis.wording import op_wording, show
from resnet_dsl.ops.core.op import CONVOLUTION, SCALE


def flow(body: Body, *, kernels: bool = False) -> str:
    """A row; with `kernels`, convolutions with their kernels, and of residuals the main path alone: `conv 3×3 bn +`."""
    return " ".join(filter(None, (_one(item, kernels) for item in body)))


def shortcut_words(residual: Item) -> str:
    """What stands on the shortcut of a residual: `none`, `identity`, `projection (conv bn)`."""
    if len(residual.bodies) == 1:
        return "none"
    items = residual.bodies[1]
    if not items:
        return "identity"
    if not all(_is_plain(item) for item in items):
        return flow(items) or "identity"
    layers = [layer for item in items for layer in item.layers]
    if not layers:
        return "identity"
    said = " ".join(map(_op, layers))
    if any(layer.layer.op.role == CONVOLUTION for layer in layers):
        return f"projection ({said})"
    return "zero pad" if said == "pad" else said


def _is_plain(item: Item) -> bool:
    """Whether layers run in a row in it, and nothing else: neither arms, nor a value that is read."""
    if item.kind == "module":
        return all(_is_plain(inner) for inner in item.bodies[0])
    return item.kind in ("layer", "label")


def _op(layer: Item) -> str:
    """The name of an op; constants with their values: `affine 0.5`."""
    op = layer.layer.op
    return op_wording(op) if op.role == SCALE else op.name


def _one(item: Item, kernels: bool) -> str:
    match item.kind:
        case "layer":
            kernel = getattr(item.layer.op, "kernel", None) if kernels else None
            return _op(item) if kernel is None else f"{item.layer.op.name} {show(kernel)}"
        case "module":
            return item.module.block or f"{{ {flow(item.bodies[0], kernels=kernels)} }}"
        case "residual":
            main, shortcut = flow(item.bodies[0], kernels=kernels), shortcut_words(item)
            kind = "projection" if shortcut.startswith("projection (") else shortcut
            return f"{main} +" if kernels else f"[{main} | {kind}]"
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
