"""W0104: a value that nothing reads."""

from collections.abc import Iterator

from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network


class UnreadValue(Doubt):
    """A value is computed, and no result depends on it.

    A `from` goes on with an earlier value, and the one before it is put aside. Unless that has a label and is read
    later on, its layers run and learn nothing. Often the `from` was meant as an arm of an `add` or a `concat`.

    ```arch
    arch net {
        input 3x8x8
        skip: conv 3x3, 16
        conv 3x3, 16
        from skip
    }
    ```

    ```arch
    arch net {
        input 3x8x8
        skip: conv 3x3, 16
        conv 3x3, 16
        add { identity;  from skip }
    }
    ```
    """

    code = "W0104"


def unread_values(network: Network) -> Iterator[UnreadValue]:
    """The values that are put aside for good."""
    wanted = network.graph.wanted() if network.graph.dropped else set()
    for dropped in network.graph.dropped:
        span = network.span(dropped.by)
        if span is not None and dropped.value not in wanted:
            yield UnreadValue(
                span=span,
                text="no result depends on this value: the `from` behind it goes on with another",
                help="label it and read it with `from`, join the two in `add` or `concat`, or remove it",
            )


LINTS = (NetworkLint(UnreadValue, unread_values),)
