"""The boxes of nodes of the IR."""

from typing import Literal

from resnet_dsl.diagram.figures import figures_of, only
from resnet_dsl.diagram.graph import Box, Source
from resnet_dsl.diagram.scope import Spot
from resnet_dsl.diagram.texts import changed_shape, layer_text, shape_text, shrinks, told
from resnet_dsl.ir.nodes import Join, Layer, Node, Output, Place, Residual, Sequence
from resnet_dsl.ops.core.op import CONVOLUTION
from resnet_dsl.ops.core.shape import Shape

SIGNS = {"add": "+", "mul": "×"}


def source_of(place: Place | None) -> Source | None:
    """Where something was written, for a link."""
    return Source(place.file, place.line) if place else None


def layer_box(layer: Layer, spot: Spot, key: str) -> Box:
    """The box of a layer by itself."""
    return Box(
        spot.path,
        spot.frame,
        "layer",
        key=key,
        label=layer.label or "",
        role=layer.op.role,
        head=layer_text(layer),
        note=spot.note if layer.op.role == CONVOLUTION else "",
        shape=changed_shape(layer),
        smaller=shrinks(layer.input, layer.output),
        aside=spot.aside,
        training=spot.training,
        told=told((layer,), key),
        figures=figures_of((layer,), spot),
        source=source_of(layer.place),
    )


def is_box(node: Node) -> bool:
    """Whether a sequence is one box: a unit, or parts of an order by themselves."""
    if not isinstance(node, Sequence) or not node.nodes or not all(isinstance(part, Layer) for part in node.nodes):
        return False
    return node.role == "moved" or (node.role == "unit" and len(_convolutions(_layers(node))) == 1)


def sequence_box(node: Sequence, spot: Spot, key: str) -> Box:
    """The box of a unit, or of parts of an order by themselves."""
    layers = _layers(node)
    if node.role == "moved":
        return _parts_box(node, layers, spot, key)
    return _unit_box(node, layers, _convolutions(layers)[0], spot, key)


def _layers(node: Sequence) -> list[Layer]:
    return [part for part in node.nodes if isinstance(part, Layer)]


def _convolutions(layers: list[Layer]) -> list[int]:
    return [i for i, layer in enumerate(layers) if layer.op.role == CONVOLUTION]


def _parts_box(node: Sequence, layers: list[Layer], spot: Spot, key: str) -> Box:
    return Box(
        spot.path,
        spot.frame,
        "parts",
        key=key,
        role=layers[-1].op.role,
        behind=tuple(map(layer_text, layers)),
        shape=changed_shape(node),
        smaller=shrinks(node.input, node.output),
        aside=spot.aside,
        training=spot.training,
        told=told((node,), key),
        figures=figures_of((node,), spot),
        source=source_of(node.place),
    )


def _unit_box(node: Sequence, layers: list[Layer], conv: int, spot: Spot, key: str) -> Box:
    return Box(
        spot.path,
        spot.frame,
        "layer",
        key=key,
        label=node.label or layers[conv].label or "",
        role=CONVOLUTION,
        before=tuple(map(layer_text, layers[:conv])),
        head=layer_text(layers[conv]),
        behind=tuple(map(layer_text, layers[conv + 1 :])),
        note=spot.note,
        shape=changed_shape(node),
        smaller=shrinks(node.input, node.output),
        aside=spot.aside,
        training=spot.training,
        told=told((node,), key),
        figures=figures_of((node,), spot),
        source=source_of(layers[conv].place or node.place),
    )


def join_box(node: Join | Residual, spot: Spot) -> Box:
    """The circle of a sum or a product, or the box of a concatenation."""
    how = node.how if isinstance(node, Join) else "add"
    return Box(
        spot.path,
        spot.frame,
        "concat" if how == "concat" else "circle",
        head=SIGNS.get(how, how),
        shape=changed_shape(node) if how != "add" else "",
        smaller=how != "add" and shrinks(node.input, node.output),
        aside=spot.aside,
        training=spot.training,
        told=f"{'sum' if how == 'add' else 'product' if how == 'mul' else 'concatenation'}: {shape_text(node.output)}",
        figures=only(node.output),
        source=source_of(node.place),
    )


def point(kind: Literal["entry", "split"], spot: Spot) -> Box:
    """The point where every run of a repeat begins, or from which several paths of a frame part."""
    return Box(spot.path, spot.frame, kind, aside=spot.aside, training=spot.training)


def shape_box(id: str, frame: str, shape: Shape) -> Box:
    """The shape that enters or leaves a card."""
    return Box(id, frame, "shape", head=shape_text(shape), told=shape_text(shape), figures=only(shape))


def end_box(id: str, name: str, shape: Shape) -> Box:
    """The input or the main result of the network."""
    text = shape_text(shape)
    return Box(id, "", "terminal", head=name, behind=(text,), told=f"{name}: {text}", figures=only(shape))


def side_box(node: Output, spot: Spot) -> Box:
    """A side result of the network."""
    shape = shape_text(node.nodes[-1].output) if node.nodes else ""
    return Box(
        spot.path,
        spot.frame,
        "terminal",
        head=node.result,
        behind=(shape,) if shape else (),
        note="training only" if node.training_only else "",
        training=node.training_only,
        told=f"{node.result}: {shape}, {'in training only' if node.training_only else 'a side result'}",
        figures=only(node.nodes[-1].output) if node.nodes else None,
        source=source_of(node.place),
    )
