"""W0111: normalisation twice."""

from collections.abc import Iterator

from resnet_dsl.checks.core.lint import Doubt, FileLint, NetworkLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.checks.core.walk import descendants
from resnet_dsl.checks.core.written import Written
from resnet_dsl.diagnostics.diagnostic import Label
from resnet_dsl.ops.core.op import NORMALISATION
from resnet_dsl.ops.core.registry import find_op
from resnet_dsl.syntax import tree


class TwiceNormalised(Doubt):
    """A value is normalised twice.

    An order with two normalisations makes two of every convolution: `order bn conv bn + relu` is mostly meant as
    `order conv bn + relu`, or as the pre-activation `order bn relu conv +`. And a normalisation written directly behind
    another changes nothing but its own factor and bias; often the order has one already.

    ```arch
    arch net {
        input 3x8x8
        order bn conv bn + relu
        conv 3x3, 16
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        order conv bn + relu
        conv 3x3, 16
    }
    ```
    """

    code = "W0111"


def orders(file: Written) -> Iterator[TwiceNormalised]:
    """The orders that name two normalisations."""
    for node in descendants(file.content):
        if isinstance(node, tree.Order):
            norms = [member for member in node.members if _normalises(member.name)]
            for member in norms[1:]:
                yield TwiceNormalised(
                    span=member.span,
                    text="this order normalises twice for every convolution",
                    secondary=(Label(norms[0].span, "the first one"),),
                    help="leave one of them out",
                )


def _normalises(name: str) -> bool:
    op = find_op(name)
    return op is not None and op.role == NORMALISATION


def rows(network: Network) -> Iterator[TwiceNormalised]:
    """The normalisations directly behind another, unless one order makes both."""
    for value, layer in network.graph.layers():
        source = value.sources[0]
        first = source.layer
        if first is None or not layer.op.role == first.op.role == NORMALISATION or (layer.part and first.part):
            continue
        span = network.shared(value, source)
        if span is not None:
            yield TwiceNormalised(
                span=span,
                text=f"`{layer.op.name}` directly behind `{first.op.name}`",
                secondary=network.labels(source, "normalised here", span),
                chain=network.chain(value),
                help="drop one of them; a convolution that its order should not normalise says `norm=none`",
            )


LINTS = (FileLint(TwiceNormalised, orders), NetworkLint(TwiceNormalised, rows))
