"""The boxes of nodes of the IR."""

from typing import Literal

from resnet_dsl.backends.graphviz.graph import Box
from resnet_dsl.backends.graphviz.scope import Spot
from resnet_dsl.backends.graphviz.texts import changed_shape, layer_text, place_text, shape_text
from resnet_dsl.ir.nodes import Join, Layer, Output, Residual, Sequence
from resnet_dsl.ops.core.op import CONVOLUTION
from resnet_dsl.ops.core.shape import Shape

SIGNS = {"add": "+", "mul": "×"}


def layer_box(layer: Layer, spot: Spot) -> Box:
    """The box of a layer by itself."""
    return Box(
        spot.path,
        spot.cluster,
        "layer",
        role=layer.op.role,
        head=layer_text(layer),
        note=spot.note,
        shape=changed_shape(layer),
        aside=spot.aside,
        training=spot.training,
        tooltip=place_text(layer.place),
    )


def sequence_box(node: Sequence, spot: Spot) -> Box | None:
    """The one box of a unit, or of parts of an order by themselves; None for any other sequence."""
    layers = [part for part in node.nodes if isinstance(part, Layer)]
    convs = [i for i, layer in enumerate(layers) if layer.op.role == CONVOLUTION]
    if len(layers) < len(node.nodes) or not layers:
        return None
    if node.role == "moved":
        return _parts_box(node, layers, spot)
    return _unit_box(node, layers, convs[0], spot) if node.role == "unit" and len(convs) == 1 else None


def _parts_box(node: Sequence, layers: list[Layer], spot: Spot) -> Box:
    return Box(
        spot.path,
        spot.cluster,
        "parts",
        role=layers[-1].op.role,
        behind=tuple(map(layer_text, layers)),
        shape=changed_shape(node),
        aside=spot.aside,
        training=spot.training,
        tooltip=place_text(node.place),
    )


def _unit_box(node: Sequence, layers: list[Layer], conv: int, spot: Spot) -> Box:
    return Box(
        spot.path,
        spot.cluster,
        "layer",
        role=CONVOLUTION,
        before=tuple(map(layer_text, layers[:conv])),
        head=layer_text(layers[conv]),
        behind=tuple(map(layer_text, layers[conv + 1 :])),
        note=spot.note,
        shape=changed_shape(node),
        aside=spot.aside,
        training=spot.training,
        tooltip=place_text(node.place),
    )


def join_box(node: Join | Residual, spot: Spot) -> Box:
    """The circle of a sum or a product, or the box of a concatenation."""
    how = node.how if isinstance(node, Join) else "add"
    return Box(
        spot.path,
        spot.cluster,
        "concat" if how == "concat" else "circle",
        head=SIGNS.get(how, how),
        shape=changed_shape(node) if how != "add" else "",
        aside=spot.aside,
        training=spot.training,
        tooltip=place_text(node.place),
    )


def point(kind: Literal["entry", "split"], spot: Spot) -> Box:
    """The point where every run of a repeat begins, or from which several paths of a frame part."""
    return Box(spot.path, spot.cluster, kind, training=spot.training)


def end_box(id: str, name: str, shape: Shape) -> Box:
    """The input or the main result of the network."""
    return Box(id, "", "terminal", head=name, behind=(shape_text(shape),))


def side_box(node: Output, spot: Spot) -> Box:
    """A side result of the network."""
    return Box(
        spot.path,
        spot.cluster,
        "terminal",
        head=node.result,
        behind=(shape_text(node.nodes[-1].output),) if node.nodes else (),
        note="training only" if node.training_only else "",
        training=node.training_only,
        tooltip=place_text(node.place),
    )
