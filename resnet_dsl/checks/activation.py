"""W0102: activation twice."""

from collections.abc import Iterator

from resnet_dsl.checks.core.graph import Value
from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.ops.core.op import ACTIVATION

RECTIFIED = ("relu", "relu6", "sigmoid", "softmax", "hardsigmoid")
"""Activations with a result that is nowhere below 0."""


class TwiceActivated(Doubt):
    """An activation works on what is activated already.

    A `relu` changes nothing on a value that is nowhere below 0: behind another `relu`, also with a pool between them,
    or behind the sum of two values that are rectified. Any other activation directly behind an activation sees a part
    of its range only: a `sigmoid` behind a `relu` is never below one half. The usual cause is a convolution whose order
    has the activation already.

    ```arch
    arch net {
        input 3x8x8
        order conv bn relu
        conv 3x3, 16
        relu
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        order conv bn relu
        conv 3x3, 16
    }
    ```
    """

    code = "W0102"


def twice_activated(network: Network) -> Iterator[TwiceActivated]:
    """The activations that read an activated value."""
    signed: set[Value] | None = None
    for value, layer in network.graph.layers():
        if layer.op.role != ACTIVATION:
            continue
        source = _through(value.sources[0])
        if source.layer is not None and source.layer.op.role == ACTIVATION:
            first = f"`{source.layer.op.name}`"
            yield from _finding(network, value, source, f"`{layer.op.name}` directly behind {first}", first)
        elif layer.op.name == "relu":
            signed = _signed(network) if signed is None else signed
            if source not in signed:
                text = "this `relu` changes nothing: what it reads is rectified already"
                yield from _finding(network, value, source, text, "nowhere below 0")


def _finding(network: Network, value: Value, source: Value, text: str, first: str) -> Iterator[TwiceActivated]:
    span = network.shared(value, source)
    if span is not None:
        yield TwiceActivated(
            span=span,
            text=text,
            secondary=network.labels(source, first, span),
            chain=network.chain(value),
            help="drop one of them; a convolution that its order should not activate says `act=none` or `order=none`",
        )


def _through(value: Value) -> Value:
    """The value behind which nothing but identities stands."""
    while value.layer is not None and value.layer.op.name == "identity":
        value = value.sources[0]
    return value


def _signed(network: Network) -> set[Value]:
    """The values that may be below 0: those that are so where they are made, and all that pass them on."""
    stack = [value for value in network.graph.values if not value.sources or not (_rectifies(value) or _keeps(value))]
    found = set(stack)
    while stack:
        for reader in network.readers[stack.pop()]:
            if reader not in found and _keeps(reader):
                found.add(reader)
                stack.append(reader)
    return found


def _rectifies(value: Value) -> bool:
    return value.layer is not None and value.layer.op.name in RECTIFIED


def _keeps(value: Value) -> bool:
    """Whether a value is below 0 only where one that it reads is: joins, sums, and ops such as pools."""
    return value.layer is None or bool(value.layer.op.keeps_activation)


LINTS = (NetworkLint(TwiceActivated, twice_activated),)
