"""W0110: weights without a label."""

from collections import Counter
from collections.abc import Iterator
from re import fullmatch

from resnet_dsl.analysis.cost import cost
from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.diagnostics.diagnostic import Edit
from resnet_dsl.ir.names import Member, members
from resnet_dsl.ir.nodes import Layer, Node, Place, Repeat, Residual
from resnet_dsl.source.file import Span


class CountedWeights(Doubt):
    """An arch whose keys matter has weights whose keys are counted.

    A counted key shifts when something of its kind is put before it: `conv2` becomes `conv3`, and files of weights fit
    no more, or worse, fit another layer. It is said of an arch that states `weights`, and of one that labels most of
    its parts and counts several others of one kind; once, at the first of them. Parts of an order are not meant.

    ```arch
    arch net {
        weights torchvision.resnet50 (IMAGENET1K_V1)
        input 3x8x8
        conv 3x3, 16
    }
    ```

    ```arch
    arch net {
        weights torchvision.resnet50 (IMAGENET1K_V1)
        input 3x8x8
        conv1: conv 3x3, 16
    }
    ```
    """

    code = "W0110"


def counted_weights(network: Network) -> Iterator[CountedWeights]:
    """The first part with weights that has no label, of an arch where that matters."""
    parts = [(name, member) for name, member in members(network.arch.root, most=1) if _is_part(member)]
    counted = [(name, member) for name, member in parts if member.name is None]
    if not counted or not (network.arch.published or _labels_most(counted, len(parts) - len(counted))):
        return
    name, first = counted[0]
    span = network.span(first)
    if span is not None:
        more = f", and {len(counted) - 1:,} more" if len(counted) > 1 else ""
        fix = _labels(counted, network)
        yield CountedWeights(
            span=span,
            text=f"the key `{name}` of these weights is counted{more}: it shifts when something is put before it",
            help=f"label it, as in `{name}: {span.text}`; the key stays the same" if fix else "label what has weights",
            fix=fix,
        )


def _is_part(member: Member) -> bool:
    """Whether a member has weights and could have a label: the parts of an order are labelled in the order."""
    return bool(cost(member).parameters_without_training) and not (isinstance(member, Layer) and member.part)


def _labels_most(counted: list[tuple[str, Member]], labelled: int) -> bool:
    return labelled > len(counted) and any(not fullmatch(r".*\D1", name) for name, _ in counted)


def _labels(counted: list[tuple[str, Member]], network: Network) -> tuple[Edit, ...]:
    """The edits that give each call its key as a label; none where a label would make another key."""
    made = Counter(member.place for _, member in counted)
    edits = []
    for name, member in counted:
        span = network.span(member)
        if span is None or made[member.place] > 1 or span not in network.file.calls:
            return ()
        edits.append(Edit(Span(span.file, span.start, span.start), f"{name}: "))
    return () if made.keys() & _nesting(network) else tuple(edits)


def _nesting(network: Network) -> set[Place | None]:
    """The places where a label would make a module: in repeats, and on shortcuts."""
    found: set[Place | None] = set()
    stack: list[tuple[Node, bool]] = [(network.arch.root, False)]
    while stack:
        node, nests = stack.pop()
        if nests:
            found.add(node.place)
        beside = node.shortcut or () if isinstance(node, Residual) else ()
        stack += ((inner, nests or isinstance(node, Repeat) or inner in beside) for inner in node.nodes)
    return found


LINTS = (NetworkLint(CountedWeights, counted_weights),)
