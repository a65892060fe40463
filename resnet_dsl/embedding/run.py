"""An embedding on models: the weights of the smaller are read, those of the larger written, and both are run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from resnet_dsl.diagnostics.catalog import UnequalFunctions, UnfitWeights
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.embedding.networks import plan_for
from resnet_dsl.embedding.plan import Plan
from resnet_dsl.embedding.report import Report, Verification
from resnet_dsl.embedding.verify import (
    MOST_RELATIVE,
    MOST_RELATIVE_IN_SINGLE,
    MOST_RELATIVE_IN_TRAINING,
    gap,
    random_inputs,
)
from resnet_dsl.embedding.write import write
from resnet_dsl.weights.load import Built, make
from resnet_dsl.weights.network import Network

Said = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """How an embedding is to be done.

    `weights` are those of the smaller network, or it begins by chance from the seed `random`; `seed` is for what is new
    in the larger. `inputs` are run besides random ones; without `verify` nothing is.
    """

    weights: Any = None
    random: int | None = None
    seed: int | None = None
    verify: bool = True
    inputs: Tensor | None = None
    progress: bool = False


@dataclass(frozen=True)
class Grown:
    """The larger network with its weights, how the smaller was loaded, and what was done."""

    built: Built
    small: Built
    report: Report


def print_nothing(doing: str) -> None:
    """Keep to oneself what is being done."""


def grow(small: Network, large: Network, wanted: Wanted, say: Said = print_nothing) -> Grown:
    """Embed a network in another; `say` is told what is being done. Raises `ArchError`."""
    say(f"the weights of {small.arch.name}")
    given = _small_model(small, wanted)
    plan = plan_for(replace(small, arch=given.arch), large)
    say(f"{large.arch.name}")
    fresh = make(large, seed=wanted.seed)
    for model in (given.model, fresh.model):
        model.double()
    fresh.model.load_state_dict(write(plan, given.model.state_dict(), fresh.model.state_dict()))
    found = _verified(plan, given.model, fresh.model, wanted, say) if wanted.verify else None
    fresh.model.float().train()
    origin = given.origin or f"random weights from the seed {wanted.random}"
    return Grown(fresh, given, Report(plan, origin, found))


def _small_model(network: Network, wanted: Wanted) -> Built:
    if wanted.weights is None:
        return make(network, seed=wanted.random)
    if not isinstance(wanted.weights, nn.Module):
        return make(network, wanted.weights, progress=wanted.progress)
    built = make(network)
    try:
        built.model.load_state_dict(wanted.weights.state_dict())
    except RuntimeError as error:
        text = f"the given model does not fit `{network.arch.name}`"
        raise ArchError([UnfitWeights(span=None, text=text, notes=(str(error).strip(),))]) from None
    return replace(built, origin="the given model")


def _verified(plan: Plan, small: nn.Module, large: nn.Module, wanted: Wanted, say: Said) -> Verification:
    """The differences, which must not be larger than rounding makes them. Raises `ArchError`."""
    inputs = random_inputs(plan.small.input.sizes, wanted.seed)
    if wanted.inputs is not None:
        inputs = torch.cat([inputs, wanted.inputs.detach().to(inputs)])
    say("comparing both in double precision")
    found = gap(small, large, inputs)
    if not found.within(MOST_RELATIVE):
        raise _unequal(plan, found.relative, "evaluation")
    in_training = None
    if not plan.unlike_in_training and not plan.chance:
        in_training = gap(small, large, inputs, training=True)
        if not in_training.within(MOST_RELATIVE_IN_TRAINING):
            raise _unequal(plan, in_training.relative, "training mode")
    say("comparing both in single precision")
    single = gap(small.float(), large.float(), inputs.float())
    if not single.within(MOST_RELATIVE_IN_SINGLE):
        raise _unequal(plan, single.relative, "single precision")
    training = in_training.relative if in_training else None
    return Verification(found.absolute, found.relative, single.relative, training, len(inputs))


def _unequal(plan: Plan, relative: float, mode: str) -> ArchError:
    names = f"`{plan.small.name}` and `{plan.large.name}`"
    if relative != relative:
        text = f"results of {names} are not finite in {mode}, and cannot be compared"
        help = (
            "look for weights that are not finite; where there are none, new channels have grown past all numbers. "
            "`--no-verify` (`verify=False`) writes them unseen"
        )
        return ArchError([UnequalFunctions(span=None, text=text, help=help)])
    text = f"{names} differ by {relative:.1e} of the largest result in {mode}: this is a mistake of the embedding"
    return ArchError([UnequalFunctions(span=None, text=text, help="please report it, with both files")])
