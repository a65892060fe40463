"""W0101: a bias before a normalisation."""

from collections.abc import Iterator

from resnet_dsl.checks.core.graph import Value
from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.checks.core.walk import descendants
from resnet_dsl.ir.nodes import Layer
from resnet_dsl.ops.bn import BatchNorm
from resnet_dsl.ops.core.op import CONVOLUTION, LINEAR
from resnet_dsl.ops.gn import GroupNorm
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree


class LostBias(Doubt):
    """A convolution or linear layer has a bias, and the normalisation behind it takes it away again.

    `bn` subtracts the mean of each channel, and a bias is part of that mean: whatever is learnt for it, the result is
    the same. It costs memory and a pass over the gradients, and it makes the keys unlike those of published weights.
    A convolution has a bias of itself unless its order has a normalisation, so a `bn` written by hand is the usual
    cause. `gn` and `ln` take the mean over several channels: they keep the bias, unless each group is one channel.

    ```arch
    arch net {
        input 3x8x8
        conv 3x3, 16
        bn
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        conv 3x3, 16, bias=false
        bn
    }
    ```
    """

    code = "W0101"


def lost_biases(network: Network) -> Iterator[LostBias]:
    """The layers whose bias every reader takes away."""
    for value, layer in network.graph.layers():
        readers = network.readers[value]
        if _has_bias(layer) and readers and all(map(_subtracts, readers)) and value not in network.graph.results:
            span = _said(value, layer, readers[0], network)
            if span is not None:
                yield LostBias(
                    span=span,
                    text=f"the bias of this `{layer.op.name}` is lost: the normalisation behind it subtracts the mean",
                    secondary=network.labels(readers[0], "subtracted here", span),
                    chain=network.chain(value),
                    help="say `bias=false`; the normalisation has a bias of its own",
                )


def _has_bias(layer: Layer) -> bool:
    return layer.op.role in (CONVOLUTION, LINEAR) and "bias" in layer.op.weights(layer.input)


def _subtracts(reader: Value) -> bool:
    """Whether a value is normalised channel by channel."""
    if reader.layer is None:
        return False
    op, input = reader.layer.op, reader.layer.input
    return isinstance(op, BatchNorm) or (isinstance(op, GroupNorm) and op.groups == input.channels)


def _said(value: Value, layer: Layer, reader: Value, network: Network) -> Span | None:
    """What gave the bias: the call, or the order of this file that says `conv(bias=true)`."""
    call = network.file.calls.get(network.span(layer) or Span(network.file.source, 0, 0))
    ordered = reader.layer is not None and reader.layer.part != ""
    if ordered and layer.op.name == "conv" and not (call and any(item.name == "bias" for item in call.arguments)):
        return next(_biased_orders(network), None) or network.shared(value, reader)
    return network.shared(value, reader)


def _biased_orders(network: Network) -> Iterator[Span]:
    for node in descendants(network.file.content):
        if isinstance(node, tree.OrderMember) and any(item.name == "bias" for item in node.arguments):
            yield node.span


LINTS = (NetworkLint(LostBias, lost_biases),)
