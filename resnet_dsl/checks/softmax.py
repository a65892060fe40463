"""W0112: a result that is a softmax."""

from collections.abc import Iterator

from resnet_dsl.checks.core.graph import Value
from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.ops.core.op import LAYOUT


class SoftmaxResult(Doubt):
    """A result of the network is a softmax.

    The softmax in the last row of a paper's table belongs to the loss: `nn.CrossEntropyLoss` takes the values before it
    and has one itself. Applied twice, it lets the loss fall no lower than a bound and makes its gradients small, and
    training goes on without a word. Where probabilities are wanted, take the softmax of the result outside.

    ```arch
    arch net {
        input 3x8x8
        global_avgpool
        flatten
        linear 10
        softmax
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        global_avgpool
        flatten
        linear 10
    }
    ```
    """

    code = "W0112"


def softmax_results(network: Network) -> Iterator[SoftmaxResult]:
    """The results that are a softmax, or one laid out anew."""
    for value in map(_through, network.graph.results):
        span = None if value.layer is None or value.layer.op.name != "softmax" else network.seen(value)
        if span is not None:
            yield SoftmaxResult(
                span=span,
                text="this result is a softmax, and the cross-entropy loss of torch has one itself",
                chain=network.chain(value),
                help="end in the layer before it",
            )


def _through(value: Value) -> Value:
    while value.layer is not None and (value.layer.op.role == LAYOUT or value.layer.op.name == "identity"):
        value = value.sources[0]
    return value


LINTS = (NetworkLint(SoftmaxResult, softmax_results),)
