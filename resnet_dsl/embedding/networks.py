"""The two networks of an embedding, and the plan for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.diagnostics.catalog import OverLimit
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.embedding.align import TooLong
from resnet_dsl.embedding.difference import Difference
from resnet_dsl.embedding.plan import Plan, make_plan
from resnet_dsl.embedding.refusal import refusal, refuse_other_inputs, refuse_other_results
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.validated import validated
from resnet_dsl.pipeline.load import Asked, Input, Spec
from resnet_dsl.pipeline.specs import Folders, open_spec
from resnet_dsl.weights.network import Network

MOST_LAYERS = 100_000


def network(given: Arch | Spec, parameters: Mapping[str, Any], input: Input, folders: Folders) -> Network:
    """A network that is loaded already, or that of a spec. Raises `ArchError`."""
    if isinstance(given, Arch):
        return Network(validated(given))
    asked = Asked(open_spec(given, folders), parameters, input)
    return Network(asked.resolve(), asked)


def plan_for(small: Network, large: Network) -> Plan:
    """The plan of an embedding. Raises `ArchError` where the larger network does not contain the smaller."""
    for one in (small, large):
        _refuse_endless(one.arch)
    refuse_other_inputs(small, large)
    try:
        plan = make_plan(small.arch, large.arch)
    except Difference as difference:
        raise refusal(difference, small, large) from None
    except TooLong:
        text = (
            f"`{small.arch.name}` and `{large.arch.name}` are too long, and too unlike, to be compared layer by layer"
        )
        raise ArchError([OverLimit(span=None, text=text)]) from None
    refuse_other_results(small, large)
    return plan


def _refuse_endless(arch: Arch) -> None:
    layers = arch_cost(arch).layers
    if layers > MOST_LAYERS:
        text = f"`{arch.name}` has {layers:,} layers, and a network that is embedded may have {MOST_LAYERS:,}"
        raise ArchError([OverLimit(span=None, text=text)])
