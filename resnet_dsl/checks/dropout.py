"""W0109: dropout before a batch normalisation."""

from collections.abc import Iterator

from resnet_dsl.checks.core.graph import Value
from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.ir.nodes import Layer
from resnet_dsl.ops.core.op import NORMALISATION
from resnet_dsl.ops.dropout import Dropout
from resnet_dsl.ops.dropout2d import Dropout2d


class DropoutBeforeNormalisation(Doubt):
    """A dropout stands before a batch normalisation.

    Dropout changes the variance of what follows it while training, and not afterwards; the running variance that `bn`
    learnt in training is then wrong where the network is used (Li, Chen, Hu, Yang 2019, "Understanding the disharmony
    between dropout and batch normalization by variance shift"). Drop behind the last normalisation. Nothing is said
    where a sum or `concat` with a value that is not dropped stands between the two.

    ```arch
    arch net {
        input 3x8x8
        order conv bn relu
        conv 3x3, 16
        dropout 0.2
        conv 3x3, 16
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        order conv bn relu
        conv 3x3, 16
        conv 3x3, 16
        dropout 0.2
    }
    ```
    """

    code = "W0109"


def dropouts_before_normalisation(network: Network) -> Iterator[DropoutBeforeNormalisation]:
    """The dropouts from which a value comes to a normalisation that keeps running figures."""
    for dropout, norm in _meetings(network):
        span = network.shared(dropout, norm)
        if span is not None:
            yield DropoutBeforeNormalisation(
                span=span,
                text="dropout before a batch normalisation: in use, the variance is not the one that `bn` has learnt",
                secondary=network.labels(norm, "normalised here", span),
                chain=network.chain(dropout),
                help="move the dropout behind the last normalisation",
            )


def _meetings(network: Network) -> Iterator[tuple[Value, Value]]:
    """Each dropout with the first such normalisation behind it; a value counts for the dropout nearest to it."""
    stack = [(value, value) for value, layer in network.graph.layers() if _drops(layer)]
    passed = {value for value, _ in stack}
    met: set[Value] = set()
    while stack:
        dropout, value = stack.pop()
        for reader in network.readers[value]:
            if reader in passed or dropout in met:
                continue
            if reader.layer is not None and reader.layer.op.role == NORMALISATION:
                if reader.layer.op.buffers(reader.layer.input):
                    met.add(dropout)
                    yield dropout, reader
            elif reader.layer is not None or reader.node is None:
                passed.add(reader)
                stack.append((dropout, reader))


def _drops(layer: Layer) -> bool:
    return isinstance(layer.op, Dropout | Dropout2d) and layer.op.p != 0


LINTS = (NetworkLint(DropoutBeforeNormalisation, dropouts_before_normalisation),)
